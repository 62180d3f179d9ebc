import { readMongodbUrl } from './mongodb-url.ts';

describe('a STORE_URL for MongoDB', () => {
  test.each([
    ['mongodb://localhost:27017', 'gatehouse_directory'],
    ['mongodb://localhost:27017/', 'gatehouse_directory'],
    ['mongodb://one:1,two:2,three:3/?replicaSet=rs', 'gatehouse_directory'],
    ['mongodb://user:p%40ss%2Fword@host/staging?authSource=admin&tls=true', 'staging_directory'],
    ['mongodb+srv://user:word@cluster.example/?retryWrites=true&w=majority', 'gatehouse_directory'],
    ['mongodb://host/?journal=true&readPreference=primary&readConcernLevel=local', 'gatehouse_directory'],
  ])('%s: a database per store', (url, database) => {
    expect(readMongodbUrl(url, 'directory').database).toBe(database);
  });

  test('tells which options are set, however they are written', () => {
    const { options } = readMongodbUrl('mongodb://host/?MaxPoolSize=5&tls=true', 'directory');
    expect([...options]).toEqual(['maxpoolsize', 'tls']);
  });

  test.each([
    ['w=1', '"w"'],
    ['w=0', '"w"'],
    ['w=2', '"w"'],
    ['W=1', '"W"'],
    ['w=majority&w=1', '"w"'],
    ['journal=false', '"journal"'],
    ['j=false', '"j"'],
    ['readPreference=secondaryPreferred', '"readPreference"'],
    ['readpreference=nearest', '"readpreference"'],
    ['readPreferenceTags=dc:ny', '"readPreferenceTags"'],
    ['maxStalenessSeconds=100', '"maxStalenessSeconds"'],
    ['readConcernLevel=available', '"readConcernLevel"'],
    ['fsync=true', '"fsync"'],
  ])('with %s is refused by the name of the option', (query, named) => {
    const url = `mongodb://user:secret@host/?${query}`;
    expect(() => readMongodbUrl(url, 'directory')).toThrow(named);
    expect(() => readMongodbUrl(url, 'directory')).toThrow(
      expect.objectContaining({ retryable: false, message: expect.not.stringContaining('secret') }),
    );
  });

  test.each([
    'mongodb://',
    'mongodb:host',
    'mongodb://user:secret@host/a.b',
    'mongodb://user:secret@host/a$b',
    `mongodb://user:secret@host/${'a'.repeat(60)}`,
  ])('%s is refused', (url) => {
    expect(() => readMongodbUrl(url, 'directory')).toThrow(
      expect.objectContaining({ retryable: false, message: expect.not.stringContaining('secret') }),
    );
  });
});
