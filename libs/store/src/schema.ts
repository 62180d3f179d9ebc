import { createRequire } from 'node:module';
import type mongoose from 'mongoose';
import type { Document, DocumentSchema } from './port.ts';

/**
 * As mongoose exports it. All of mongoose, with its driver, takes 12 MB and a tenth of a second more to load: an embedded store
 * needs none of it.
 */
const Schema: typeof mongoose.Schema = createRequire(import.meta.url)('mongoose/lib/schema.js');
const { Mixed } = Schema.Types;

/** A member of any JSON value. Its type `T` comes from elsewhere, for an entity's state from the contract. */
export interface JsonField<T, Required extends boolean = boolean> {
  type: typeof Mixed;
  required: Required;
  /** Never set; carries the type. */
  readonly value?: T;
}

/** A required member of any JSON value. */
export function json<T>(): JsonField<T, true> {
  return { type: Mixed, required: true };
}

/** The same where the member may be absent. */
export function optionalJson<T>(): JsonField<T, false> {
  return { type: Mixed, required: false };
}

interface ScalarField {
  type: StringConstructor | NumberConstructor | BooleanConstructor;
  required?: boolean;
  min?: number;
  max?: number;
  enum?: readonly string[];
  match?: RegExp;
}

/** The members of a document, without `_id` and `version`, as mongoose's `Schema` takes them. */
export type Fields = Readonly<Record<string, ScalarField | ScalarField['type'] | JsonField<unknown>>>;

type ValueOf<Field> =
  Field extends JsonField<infer T>
    ? T
    : Field extends { enum: readonly (infer Value)[] }
      ? Value
      : Field extends { type: infer Type }
        ? ValueOf<Type>
        : Field extends (value: never) => infer Value
          ? Value
          : never;

type RequiredNames<F extends Fields> = {
  [Name in keyof F]: F[Name] extends { required: true } ? Name : never;
}[keyof F];

type DocumentOfFields<F extends Fields> = Document & {
  -readonly [Name in RequiredNames<F>]: ValueOf<F[Name]>;
} & { -readonly [Name in Exclude<keyof F, RequiredNames<F>>]?: ValueOf<F[Name]> };

/** The type of a schema's documents. */
export type DocumentOf<S> = S extends DocumentSchema<infer D> ? { [Name in keyof D]: D[Name] } : never;

// Text is there even when it is empty; mongoose's own rule takes an empty text for a missing one.
Schema.Types.String.checkRequired((value) => typeof value === 'string');

/**
 * Declares the members of a collection's documents. Members that it does not name are stored unchanged: a newer release may
 * run at the same time. Indexes are added by `schema.index(fields, { name, unique })`.
 */
export function documentSchema<const F extends Fields>(fields: F): DocumentSchema<DocumentOfFields<F>> {
  return new Schema(
    { _id: { type: String, required: true }, version: { type: Number, required: true }, ...fields },
    { strict: false, minimize: false, versionKey: false, id: false, autoIndex: false, autoCreate: false },
  );
}
