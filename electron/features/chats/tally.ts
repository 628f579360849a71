import type { IncomingProblem } from './incoming.ts';

export const reportedProblems = 200;

/** What was read of files, and what of it could not be. */
export class Tally {
  read = 0;
  /** the first of them */
  readonly problems: { file: number; line: number; problem: string; text: string }[] = [];
  readonly problemCounts: Record<string, number> = {};
  problem = 0;

  /** Something that cannot be taken in. */
  note(found: IncomingProblem): void {
    this.read++;
    this.#count(found.problem, 1);
    if (this.problems.length < reportedProblems)
      this.problems.push({ file: 0, line: found.line, problem: found.problem, text: found.text.slice(0, 80) });
  }

  /** Adds what the one of a file counted. @param file its place among those of the import */
  add(other: Tally, file: number): void {
    this.read += other.read;
    for (const [problem, count] of Object.entries(other.problemCounts)) this.#count(problem, count);
    for (const problem of other.problems.slice(0, reportedProblems - this.problems.length)) this.problems.push({ ...problem, file });
  }

  #count(problem: string, count: number): void {
    this.problem += count;
    this.problemCounts[problem] = (this.problemCounts[problem] ?? 0) + count;
  }
}
