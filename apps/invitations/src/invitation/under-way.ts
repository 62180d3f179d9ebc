import type { InvitationState } from '@gatehouse/contracts';

/** With so many under way a new one waits for one of them: more would be answered sooner and called back later. */
const MOST = 48;
/** A request is never held up for longer: it is accepted then, however many are under way. */
const WAIT_MS = 500;
/** One that is not heard of within this time is another instance's, which counts it too. */
const UNHEARD_MS = 1_000;
/** Something else that it needs is away, and no reason to wait. */
const STALLED_MS = 5_000;

/** The states that the platform itself moves on from. */
const MOVING: ReadonlySet<InvitationState['status']> = new Set(['received', 'linking', 'granting']);

/**
 * The invitations that this instance accepted, or reads the events of, and that are on their way to a callback or an email.
 * Where requests come faster than the steps that follow, they wait here for them, so that an invitation is over as soon as it
 * can be, and what is accepted a second is what the platform does in a second.
 */
export interface UnderWay {
  /**
   * Resolves once there is room for another, or after half a second, in the order of the calls. What it gives is called when
   * the request is answered.
   */
  enter(): Promise<() => void>;
  /** An invitation was accepted. */
  began(id: string): void;
  /** An event says how one fares. */
  heardOf(invitation: Pick<InvitationState, 'id' | 'status'>): void;
}

export interface UnderWayOptions {
  /** In milliseconds. */
  now: () => number;
  most?: number;
  waitMs?: number;
}

export function trackUnderWay({ now, most = MOST, waitMs = WAIT_MS }: UnderWayOptions): UnderWay {
  /** Until when each counts, those first that were heard of longest ago. */
  const counted = new Map<string, number>();
  /** Requests that were let in and are not answered. */
  let entered = 0;
  const waiting = new Set<() => void>();

  function count(id: string, forMs: number): void {
    counted.delete(id);
    counted.set(id, now() + forMs);
  }

  function isRoom(): boolean {
    if (counted.size + entered < most) return true;
    const at = now();
    for (const [id, until] of counted) if (until <= at) counted.delete(id);
    return counted.size + entered < most;
  }

  function letIn(): void {
    for (const enter of waiting) {
      if (!isRoom()) return;
      enter();
    }
  }

  return {
    async enter() {
      if (waiting.size > 0 || !isRoom()) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(enter, waitMs);
        function enter(): void {
          clearTimeout(timer);
          waiting.delete(enter);
          entered++;
          resolve();
        }
        waiting.add(enter);
        await promise;
      } else entered++;
      return () => {
        entered--;
        letIn();
      };
    },
    began: (id) => count(id, UNHEARD_MS),
    heardOf({ id, status }) {
      if (MOVING.has(status)) count(id, STALLED_MS);
      else counted.delete(id);
      letIn();
    },
  };
}
