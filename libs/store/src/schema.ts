import { createRequire } from 'node:module';
import type { Schema as MongooseSchema } from 'mongoose';

/**
 * mongoose's `Schema`, without the rest of mongoose: with its driver it takes some 20 MB and a tenth of a second, which
 * an app on SQLite has no use for. It is the very class that `mongoose` exports.
 */
export const Schema: typeof MongooseSchema = createRequire(import.meta.url)('mongoose/lib/schema.js');
export type Schema = MongooseSchema;
