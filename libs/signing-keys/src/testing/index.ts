export { type MadeSigningKey, makeSigningKey, publishSigningKeys } from './made-signing-keys.ts';
