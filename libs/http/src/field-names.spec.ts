import { Readable } from 'node:stream';
import { z } from 'zod';
import { readBody } from './body.ts';
import { fieldNamesOf } from './field-names.ts';

const schema = z.object({
  code: z.string().default(''),
  shown: z.array(z.string()).optional(),
});

function read(text: string): Promise<unknown> {
  const request = Object.assign(Readable.from([Buffer.from(text)]), {
    headers: { 'content-length': String(text.length) },
  });
  return readBody(request as never, 'form', 1_000, schema);
}

test('a list is a list also where it is optional', () => {
  expect(fieldNamesOf(schema)).toEqual({ single: ['code'], lists: ['shown'] });
});

describe('a form', () => {
  test.each([
    ['code=a', { code: 'a' }],
    ['code=a&shown=1', { code: 'a', shown: ['1'] }],
    ['shown=1&code=&shown=2', { code: '', shown: ['1', '2'] }],
    ['other=1&other=2&__proto__=3', {}],
  ])('%s', async (text, fields) => {
    expect(await read(text)).toEqual(fields);
  });

  test('a field of one value is not given twice', async () => {
    await expect(read('code=a&shown=1&code=b')).rejects.toMatchObject({
      members: { errors: ['code is given more than once'] },
    });
  });
});
