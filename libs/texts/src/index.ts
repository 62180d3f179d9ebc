export { DEFAULT_LANGUAGE, type Language, languageFrom, languageNames, languages } from './language.ts';
export { type IdentityConfig, type PlatformIdentity, platformIdentity } from './platform-identity.ts';
export type { Texts } from './texts.ts';
export { textsIn } from './texts-in.ts';
export { ukTime } from './uk-time.ts';
