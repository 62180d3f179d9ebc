import { setFlagsFromString } from 'node:v8';

let isMemoryFavoured = false;
let worksUnderWay = 0;

function setFlag(): void {
  if (isMemoryFavoured)
    setFlagsFromString(worksUnderWay > 0 ? '--no-optimize-for-size' : '--optimize-for-size');
}

/** Keeps this process's memory near what is in use, at the cost of speed; see docs/decisions/0012-memory-and-speed.md. */
export function favourMemory(): void {
  isMemoryFavoured = true;
  setFlag();
}

/**
 * Until what it returns is called, a process that favours memory favours speed: for works that bring much at once and end.
 * What waits for the disk then outlives fewer collections, and each is less work. Afterwards memory goes back.
 * Where the work is one call, `whileFavouringSpeed` cannot be left on.
 */
export function favourSpeed(): () => void {
  worksUnderWay++;
  setFlag();
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    worksUnderWay--;
    setFlag();
  };
}

/** Does a work that brings much at once, favouring speed until it has ended or failed. */
export async function whileFavouringSpeed<T>(work: () => Promise<T>): Promise<T> {
  const end = favourSpeed();
  try {
    return await work();
  } finally {
    end();
  }
}
