import type { Output } from '../printing/terminal.ts';

/** A step that did not come out as it should. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
}

/** Runs steps in order, and shows the result and duration of each. */
export interface Steps {
  /** Throws StepFailed, naming the step, where `act` throws. */
  step<T>(title: string, act: () => Promise<T>, describe?: (result: T) => string): Promise<T>;
  heading(text: string): void;
  remark(text: string): void;
}

export function createSteps(out: Output): Steps {
  let number = 0;
  return {
    heading: (text) => void out.write(`\n${text}\n`),
    remark: (text) => void out.write(`    ${text}\n`),
    async step(title, act, describe) {
      number++;
      const label = `${String(number).padStart(2)}. ${title}`;
      const started = performance.now();
      try {
        const result = await act();
        const took = `${Math.round(performance.now() - started)} ms`;
        out.write(`${label} ${'.'.repeat(Math.max(2, 66 - label.length))} ${took.padStart(8)}\n`);
        const detail = describe?.(result);
        if (detail !== undefined) for (const line of detail.split('\n')) out.write(`      ${line}\n`);
        return result;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new StepFailed(`Step ${number} failed: ${title}\n${reason}`, { cause: error });
      }
    },
  };
}

/** Repeats a question until there is an answer. Gives up after `withinMs`, naming what it waited for. */
export async function until<T>(
  what: string,
  attempt: () => Promise<T | undefined> | T | undefined,
  withinMs = 15_000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await attempt();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`${what} did not come within ${withinMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
