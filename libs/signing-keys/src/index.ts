export { type CurrentKey, createSigningKeys, type SigningKeys } from './signing-keys.ts';
export {
  type StartedSigningKeys,
  type StartSigningKeysOptions,
  startSigningKeys,
} from './start-signing-keys.ts';
