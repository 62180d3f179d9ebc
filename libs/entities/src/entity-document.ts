import type { Document } from '@gatehouse/store';

/**
 * A stored entity: its state exactly as the contract has it, and members that only this store needs (index keys, marks).
 */
export interface EntityDocument<S extends { id: string }> extends Document {
  state: S;
}
