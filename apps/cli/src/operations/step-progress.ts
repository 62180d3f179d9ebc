import { SingleBar } from 'cli-progress';
import type { Output } from '../printing/terminal.ts';

/** Work of several steps, of which each says how far it is. */
export interface StepProgress {
  show(progress: { step: string; of: string; done: number; total: number }): void;
  stop(): void;
}

/** A bar for the step that is under way, where somebody looks at the output. */
export function showStepProgress(output: Output): StepProgress {
  if (output.isTTY !== true) return { show() {}, stop() {} };
  const bar = new SingleBar({
    stream: output as NodeJS.WritableStream,
    format: '{bar} {value} of {total}  {step}: {of}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
  });
  bar.start(1, 0, { step: 'opening', of: 'both sides' });
  return {
    show({ step, of, done, total }) {
      bar.setTotal(Math.max(total, 1));
      bar.update(done, { step, of });
    },
    stop: () => bar.stop(),
  };
}
