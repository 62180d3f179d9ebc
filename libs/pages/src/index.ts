export { type Asset, type Assets, createAssets } from './assets.ts';
export { chosenLanguage, type LanguageSigns, languageOf } from './language-choice.ts';
export { type Logo, readLogo } from './logo.ts';
export { problemPages } from './problem-pages.ts';
export { createSite, inLanguage, type Reading, type Site, type SiteOptions } from './site.ts';
