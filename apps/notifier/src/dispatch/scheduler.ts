/** What is known of how a receiver answers: nothing yet, nothing though one waits, at once, soon, late, or not at all. */
export type Pace = 'untried' | 'unproven' | 'prompt' | 'quick' | 'slow' | 'dead';

/** Who answers within this is prompt: a consumer waits as long for an attempt before it reads on. */
export const PROMPT_MS = 250;

/** One attempt's leave to be made. */
export interface Turn<T> {
  readonly receiver: string;
  readonly item: T;
  /** Its answer did not come at once. */
  delayed(): void;
  /** It takes long: it makes room for attempts that don't. */
  slowed(): void;
  /** It is over. `pace`: what it says of the receiver, if anything. */
  ended(pace?: Pace): void;
}

export interface TurnsOptions {
  /** Attempts under way at a time, of those that have not taken long, and of those that have. */
  most: { soon: number; long: number };
  /** Attempts under way at a time to one receiver. */
  limitOf: (receiver: string, pace: Pace) => number;
}

/** Who may make an attempt next: receivers take turns, and slow ones have a room of their own. */
export interface Turns<T> {
  add(receiver: string, item: T): void;
  /** Undefined while nothing waits, or nothing more may be under way. */
  next(): Turn<T> | undefined;
  /** Takes out and gives all that wait. */
  drain(): T[];
  paceOf(receiver: string): Pace;
  underWay(): number;
}

interface Lane<T> {
  receiver: string;
  waiting: T[];
  underWay: number;
  pace: Pace;
}

interface Room<T> {
  most: number;
  underWay: number;
  /** Lanes that could begin an attempt, in the order of their turns. */
  ready: Set<Lane<T>>;
}

const REMEMBERED = 10_000;

export function createTurns<T>({ most, limitOf }: TurnsOptions): Turns<T> {
  const lanes = new Map<string, Lane<T>>();
  const soon: Room<T> = { most: most.soon, underWay: 0, ready: new Set() };
  const long: Room<T> = { most: most.long, underWay: 0, ready: new Set() };

  function laneOf(receiver: string): Lane<T> {
    const known = lanes.get(receiver);
    if (known !== undefined) return known;
    const lane: Lane<T> = { receiver, waiting: [], underWay: 0, pace: 'untried' };
    lanes.set(receiver, lane);
    return lane;
  }

  function offer(lane: Lane<T>): void {
    const [room, other] = lane.pace === 'slow' || lane.pace === 'dead' ? [long, soon] : [soon, long];
    other.ready.delete(lane);
    if (lane.waiting.length > 0 && lane.underWay < limitOf(lane.receiver, lane.pace)) room.ready.add(lane);
    else room.ready.delete(lane);
    if (lane.waiting.length === 0 && lane.underWay === 0) forget(lane);
  }

  /** How a receiver answers is worth remembering between its attempts, for as many as memory bears. */
  function forget(lane: Lane<T>): void {
    if (lane.pace === 'untried' || lane.pace === 'unproven' || lanes.size > REMEMBERED)
      lanes.delete(lane.receiver);
  }

  function begin(room: Room<T>): Turn<T> | undefined {
    if (room.underWay >= room.most) return undefined;
    const [lane] = room.ready;
    if (lane === undefined) return undefined;
    const item = lane.waiting.shift() as T;
    room.ready.delete(lane);
    room.underWay++;
    lane.underWay++;
    offer(lane);
    let occupied = room;
    let over = false;
    return {
      receiver: lane.receiver,
      item,
      delayed() {
        if (over) return;
        if (lane.pace === 'untried') lane.pace = 'unproven';
        if (lane.pace === 'prompt') lane.pace = 'quick';
      },
      slowed() {
        if (over || occupied === long) return;
        soon.underWay--;
        long.underWay++;
        occupied = long;
        if (lane.pace !== 'dead') lane.pace = 'slow';
        offer(lane);
      },
      ended(pace) {
        if (over) return;
        over = true;
        occupied.underWay--;
        lane.underWay--;
        if (pace !== undefined) lane.pace = pace;
        offer(lane);
      },
    };
  }

  return {
    add(receiver, item) {
      const lane = laneOf(receiver);
      lane.waiting.push(item);
      offer(lane);
    },
    next: () => begin(soon) ?? begin(long),
    drain() {
      return [...lanes.values()].flatMap((lane) => {
        const waiting = lane.waiting.splice(0);
        offer(lane);
        return waiting;
      });
    },
    paceOf: (receiver) => lanes.get(receiver)?.pace ?? 'untried',
    underWay: () => soon.underWay + long.underWay,
  };
}
