import { Refused } from '../failures.ts';
import { scriptApi } from '../testing/scripted-api.ts';
import { changedBody, putChanges } from './put-changes.ts';

describe('changedBody', () => {
  test('keeps what is not named, sets what is, takes away what is empty', () => {
    const before = { name: 'Old', urn: '1', telephone: '2' };
    expect(changedBody(before, { name: 'New', urn: undefined, telephone: '' })).toEqual({
      name: 'New',
      urn: '1',
    });
  });

  test('keeps the empty texts that a record holds, unless they are named', () => {
    const before = { name: 'Old', PIMSStatus: '', ProviderProfileID: '' };
    expect(changedBody(before, { name: 'New', ProviderProfileID: '' })).toEqual({
      name: 'New',
      PIMSStatus: '',
    });
  });
});

describe('putChanges', () => {
  const stored = { id: 'ID', name: 'Old', status: 1 };

  test('reads first and puts the whole record, without its id', async () => {
    const api = scriptApi({ 'GET /x': stored, 'PUT /x': {} });
    await putChanges(api, '/x', { name: 'New' });
    expect(api.calls.map(({ method, json }) => [method, json])).toEqual([
      ['GET', undefined],
      ['PUT', { name: 'New', status: 1 }],
    ]);
  });

  test('makes what is not there', async () => {
    const api = scriptApi({ 'PUT /x': {} });
    await putChanges(api, '/x', (before) => ({ name: before.name ?? 'New' }));
    expect(api.calls.at(-1)?.json).toEqual({ name: 'New' });
  });

  test('replaces without reading', async () => {
    const api = scriptApi({ 'GET /x': stored, 'PUT /x': {} });
    await putChanges(api, '/x', { name: 'New' }, { replace: true });
    expect(api.calls).toEqual([{ method: 'PUT', path: '/x', query: undefined, json: { name: 'New' } }]);
  });

  test('puts nothing where reading is refused', async () => {
    const api = scriptApi({
      'GET /x': () => {
        throw new Refused(['no'], 403);
      },
      'PUT /x': {},
    });
    await expect(putChanges(api, '/x', { name: 'New' })).rejects.toThrow(Refused);
    expect(api.calls).toHaveLength(1);
  });
});
