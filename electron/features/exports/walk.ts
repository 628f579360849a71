import type { JobControl } from '../../platform/jobs/command.ts';

const rowsPerBreath = 500;

/** Counts rows over all tables, tells the progress and stops when asked. */
export class Walk {
  private readonly control: JobControl;
  private readonly total: number;
  done = 0;

  constructor(control: JobControl, total: number) {
    this.control = control;
    this.total = total;
  }

  /** One more row. A short rest now and then lets the thread hear that it should stop. */
  async step(): Promise<void> {
    this.done++;
    if (this.done % rowsPerBreath !== 0) return;
    this.control.progress('write', Math.min(this.done, this.total), this.total);
    this.control.checkCancelled();
    if (this.done % (rowsPerBreath * 20) === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}
