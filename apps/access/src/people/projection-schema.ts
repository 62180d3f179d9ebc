import { Schema } from '@gatehouse/store';

/** The fields of a projection of another app's entity. */
export function projectionSchema(): Schema {
  return new Schema(
    {
      _id: { type: String, required: true },
      version: { type: Number, required: true },
      entityVersion: { type: Number, required: true },
      state: { type: Schema.Types.Mixed, required: true },
    },
    { minimize: false },
  );
}
