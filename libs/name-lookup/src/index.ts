export { createNameLookup, lookUpName, type NameLookupOptions } from './name-lookup.ts';
