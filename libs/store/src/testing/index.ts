/** Stores that fail on purpose, for the specs of those who write to one. */
export { type HostileStore, hostileStore } from './hostile-store.ts';
export type { Faults } from './store-faults.ts';
export { type VanishingStore, vanishingStore } from './vanishing-store.ts';
