import { seededRandom } from '@gatehouse/testing';
import type { Document } from '../port.ts';

/** How often, between 0 and 1, a write meets each failure. */
export interface Faults {
  seed: string | number;
  /** Loses its compare-and-set without cause. Default 0.1. */
  conflict?: number;
  /** Fails as a store that went away before it wrote. Default 0.05. */
  crashBefore?: number;
  /** Fails as a store that went away after it wrote. Default 0.05. */
  crashAfter?: number;
}

export type Fate = 'pass' | 'conflict' | 'crash before' | 'crash after';
type DrawnWrite = { previous?: Document | undefined; document: Document };
export type Injected = Record<Exclude<Fate, 'pass'>, number>;

/** The outcomes drawn for one collection, in the order of its calls. */
export interface Draw {
  fateOf(write: DrawnWrite): Fate;
  /**
   * The fates of writes that are made together, and how many of them the store came to: it goes away once for all of them,
   * in their midst, not the more often the more they are.
   */
  fatesOf(writes: readonly DrawnWrite[]): { fates: readonly Fate[]; reached: number };
  /** The fate of what knows no conflict. */
  crash(): Fate;
}

/** Whether the store goes away with it. */
export function isGone(fate: Fate | undefined): boolean {
  return fate === 'crash before' || fate === 'crash after';
}

/** Draws fates, each collection's from a sequence of its own, and counts them. */
export function storeFaults({ seed, conflict = 0.1, crashBefore = 0.05, crashAfter = 0.05 }: Faults): {
  drawFor(collection: string): Draw;
  injected: Injected;
} {
  const draws = new Map<string, Draw>();
  const injected: Injected = { conflict: 0, 'crash before': 0, 'crash after': 0 };

  function createDraw(collection: string): Draw {
    const random = seededRandom(`${seed}/${collection}`);
    const lastLost = new Set<string>();

    function draw(conflictShare: number): Fate {
      const drawn = random();
      if (drawn < crashBefore) return 'crash before';
      if (drawn < crashBefore + crashAfter) return 'crash after';
      return drawn < crashBefore + crashAfter + conflictShare ? 'conflict' : 'pass';
    }

    function counted(fate: Fate): Fate {
      if (fate !== 'pass') injected[fate]++;
      return fate;
    }

    function fateOf({ previous, document: { _id: id } }: DrawnWrite): Fate {
      const canLose = previous !== undefined && !lastLost.delete(id);
      const fate = draw(canLose ? conflict : 0);
      if (fate === 'conflict') lastLost.add(id);
      return fate;
    }

    return {
      fateOf: (write) => counted(fateOf(write)),
      fatesOf(writes) {
        const struck = Math.floor(random() * writes.length);
        const fates = writes.map((write, place) => {
          const fate = fateOf(write);
          return counted(isGone(fate) && place !== struck ? 'pass' : fate);
        });
        if (!isGone(fates[struck])) return { fates, reached: writes.length };
        return { fates, reached: fates[struck] === 'crash after' ? struck + 1 : struck };
      },
      crash: () => counted(draw(0)),
    };
  }

  return {
    injected,
    drawFor(collection) {
      const draw = draws.get(collection) ?? createDraw(collection);
      draws.set(collection, draw);
      return draw;
    },
  };
}
