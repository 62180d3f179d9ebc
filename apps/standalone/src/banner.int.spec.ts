import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bannerOf } from './banner.ts';
import { readConfig } from './config.ts';

const SECRET = 'the operator secret of the environment';
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'banner-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function bannerWith(env: Record<string, string>): string {
  const { operatorSecretIn, AUDIENCE: audience, EMAIL_URL: emailUrl, DATA_DIR: dataDir } = readConfig(env);
  const operatorConsole = true;
  return bannerOf({
    ...{ publicUrl: 'http://localhost:1', dataDir, operatorSecretIn, audience, emailUrl },
    ...{ operatorConsole, demo: undefined },
  });
}

test("the operator's secret is where it was made, given, or read from, and is not shown", () => {
  const file = join(directory, 'secret');
  writeFileSync(file, `${SECRET}\n`);
  expect(bannerWith({ DATA_DIR: directory })).toContain(
    `the secret is in ${join(directory, 'operator-secret')}\n`,
  );
  const given = bannerWith({ DATA_DIR: directory, OPERATOR_SECRET: SECRET });
  expect(given).toContain('the secret is in the environment: OPERATOR_SECRET\n');
  const read = bannerWith({ DATA_DIR: directory, OPERATOR_SECRET_FILE: file });
  expect(read).toContain(`the secret is in ${file}\n`);
  for (const banner of [given, read]) expect(banner).not.toContain(SECRET);
});
