import { constants, openSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';

/** Standard output or standard error. Its reader may be gone, stopped or out of room: nothing here waits for it. */
export interface Output {
  /** Takes a text (a line, or several), to be written within a tenth of a second. Beyond the bound it is dropped. */
  write(text: string): void;
  /** How many texts were dropped so far. */
  dropped(): number;
}

type Descriptor = 1 | 2;

/** What waits for a reader that is slow or stopped. */
const MOST_WAITING = 512 * 1024;
const GATHERED = 32 * 1024;
const GATHERED_MS = 100;
/** How soon a reader that was behind is looked at again; each time that it has taken nothing, in twice the time. */
const LOOK_AGAIN_MS = 5;
/** How long an end waits for a slow reader. */
const END_MS = 500;

const outputs = new Map<Descriptor, Output>();

/**
 * A descriptor whose writes do not wait. Node makes pipes and sockets so when it opens its stream, but not a terminal, which
 * can be stopped (Ctrl-S): it is opened once more, where the system has a name for it.
 */
function withoutWaiting(fd: Descriptor): number {
  if (!isatty(fd)) {
    void (fd === 1 ? process.stdout : process.stderr);
    return fd;
  }
  try {
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NOCTTY | constants.O_NONBLOCK);
  } catch {
    return fd;
  }
}

function open(standard: Descriptor): Output {
  const fd = withoutWaiting(standard);
  let texts: string[] = [];
  let waiting = 0;
  /** What is left of the texts that are being written, and how many they were. */
  let rest: Buffer | undefined;
  let restTexts = 0;
  let dropped = 0;
  let isScheduled = false;
  let pauseMs = GATHERED_MS;

  /** Writes what the reader takes at once. A failure (no reader, no room on the disk) drops what waits: the next may go through. */
  function pump(): void {
    try {
      while (rest !== undefined || texts.length > 0) {
        if (rest === undefined) {
          rest = Buffer.from(texts.join(''));
          restTexts = texts.length;
          texts = [];
        }
        const written = writeSync(fd, rest);
        waiting -= written;
        rest = written < rest.length ? rest.subarray(written) : undefined;
      }
    } catch (error) {
      if ((error as { code?: unknown }).code === 'EAGAIN') return;
      dropped += texts.length + (rest === undefined ? 0 : restTexts);
      texts = [];
      rest = undefined;
      waiting = 0;
    }
  }

  function pumpLater(): void {
    if (isScheduled) return;
    isScheduled = true;
    setTimeout(() => {
      isScheduled = false;
      const before = rest?.length;
      pump();
      pauseMs = rest === undefined ? GATHERED_MS : rest.length === before ? pauseMs * 2 : LOOK_AGAIN_MS;
      pauseMs = Math.min(pauseMs, GATHERED_MS);
      if (waiting > 0) pumpLater();
    }, pauseMs).unref();
  }

  // Also after an uncaught error: its message is among the waiting texts.
  process.on('exit', () => {
    const deadline = performance.now() + END_MS;
    for (pump(); waiting > 0 && performance.now() < deadline; pump())
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_AGAIN_MS);
  });

  return {
    write(text) {
      const size = Buffer.byteLength(text);
      if (waiting + size > MOST_WAITING) {
        dropped += 1;
        return;
      }
      texts.push(text);
      waiting += size;
      // A reader that has not taken the last of it is looked at by the clock, not at each line.
      if (rest === undefined && waiting >= GATHERED) pump();
      if (waiting > 0) pumpLater();
    },
    dropped: () => dropped,
  };
}

function opened(fd: Descriptor): Output {
  const output = outputs.get(fd) ?? open(fd);
  outputs.set(fd, output);
  return output;
}

export const standardOutput = (): Output => opened(1);
export const standardError = (): Output => opened(2);

/** What was dropped so far of each that is in use. */
export function droppedOutput(): { stream: 'stdout' | 'stderr'; dropped: number }[] {
  return [...outputs].map(([fd, output]) => ({
    stream: fd === 1 ? 'stdout' : 'stderr',
    dropped: output.dropped(),
  }));
}
