export { type Asset, type Assets, assetsHandler, createAssets, furtherAssets } from './assets.ts';
export { errorList, type FormErrors } from './form-errors.ts';
export { chosenLanguage, type LanguageSigns, languageOf } from './language-choice.ts';
export { type Logo, readLogo } from './logo.ts';
export { nameErrors } from './name-errors.ts';
export { problemPages } from './problem-pages.ts';
export { createSite, inLanguage, type Reading, type Site, type SiteOptions } from './site.ts';
export { createTemplates, type Templates, type TemplatesOptions } from './templates.ts';
