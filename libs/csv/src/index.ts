export { type CsvReader, type CsvRow, createCsvReader, LONGEST_ROW } from './csv-reader.ts';
export { decodedText, type TextEncoding } from './decoded-text.ts';
