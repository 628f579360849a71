/** A long list of texts kept as UTF-8 in blocks of 4 MiB, for tables of which most texts are asked for once. */
export class PackedStrings {
  private readonly blocks: Buffer[] = [];
  private readonly starts: number[] = [];
  private readonly sizes: number[] = [];
  private free = 0;

  push(text: string): void {
    const size = Buffer.byteLength(text);
    let block = this.blocks.at(-1);
    if (!block || block.length - this.free < size) {
      block = Buffer.allocUnsafe(Math.max(blockBytes, size));
      this.blocks.push(block);
      this.free = 0;
    }
    block.write(text, this.free);
    this.starts.push((this.blocks.length - 1) * 2 ** 32 + this.free);
    this.sizes.push(size);
    this.free += size;
  }

  /** The text at a place, 0 = first; '' where there is none. */
  get(place: number): string {
    const start = this.starts[place];
    if (start === undefined) return '';
    const from = start % 2 ** 32;
    return this.blocks[Math.floor(start / 2 ** 32)]!.toString('utf8', from, from + this.sizes[place]!);
  }
}

const blockBytes = 4 * 1024 * 1024;
