/** What specs of consumers need. */
export { createNeighbours } from './neighbours.ts';
