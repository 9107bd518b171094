import { describe, expect, test } from 'vitest';
import { InputError } from '../../lib/errors.ts';
import { answer } from '../../lib/simulate/answer.ts';
import { faults } from '../../lib/simulate/faults/all.ts';
import { createDamager, mixedFaults, readFaults } from '../../lib/simulate/faults/choose.ts';
import { dayAt, plain, world } from './fixture.ts';

const at = dayAt(5);
const handle = world.handles(at)[1] as string;
const account = world.truth(at).find((each) => each.handle === handle);
const accountPath = `/@${handle}`;
const postPath = `/@${handle}/video/${world.postsOf(account?.accountId ?? '', at)[0]?.postId}`;

describe('which answers are damaged', () => {
  const good = answer(world, at, accountPath, plain);
  const draw = (faultsText: string, seed: number, paths: readonly string[]) => {
    const damage = createDamager(readFaults(faultsText), seed);
    return paths.map((target) => {
      const drawn = damage(answer(world, at, target, plain), { world, at, target, options: plain });
      return `${target} ${drawn?.fault.name}`;
    });
  };
  const often = (path: string, times: number) => Array.from({ length: times }, () => path);

  test('follows from seed, path and how often it was asked for, whatever else is asked', () => {
    const apart = [
      ...draw('mixed:0.5', 3, often(accountPath, 40)),
      ...draw('mixed:0.5', 3, often(postPath, 40)),
    ];
    const mingled = draw(
      'mixed:0.5',
      3,
      often(accountPath, 40).flatMap((path) => [path, postPath]),
    );
    expect(mingled.toSorted()).toEqual(apart.toSorted());
    expect(draw('mixed:0.5', 4, often(accountPath, 40))).not.toEqual(apart.slice(0, 40));
  });

  test('is as large a share as was asked for', () => {
    const damage = createDamager(readFaults('gone:0.2,empty:0.1'), 1);
    const names = Array.from({ length: 4000 }, (_, index) => {
      const scene = { world, at, target: `/${index}`, options: plain };
      return damage(good, scene)?.fault.name ?? 'none';
    });
    const share = (name: string) => names.filter((each) => each === name).length / names.length;
    expect(share('gone')).toBeCloseTo(0.2, 1);
    expect(share('empty')).toBeCloseTo(0.1, 1);
    expect(share('none')).toBeCloseTo(0.7, 1);
  });

  test('is every answer where no share is given, and half each of two', () => {
    expect(draw('gone', 1, often(accountPath, 20))).toEqual(often(`${accountPath} gone`, 20));
    const two = draw('gone,empty', 1, often(accountPath, 200));
    expect(new Set(two)).toEqual(new Set([`${accountPath} gone`, `${accountPath} empty`]));
    expect(two.filter((each) => each.endsWith('gone')).length / 200).toBeCloseTo(0.5, 0);
  });

  test('is another of the list where one cannot happen', () => {
    expect(draw('block-cut,empty', 1, often('/robots.txt', 10))).toEqual(often('/robots.txt empty', 10));
    expect(draw('block-cut', 1, ['/robots.txt'])).toEqual(['/robots.txt undefined']);
  });

  test('stays in a loop that it began', () => {
    const damage = createDamager(readFaults('redirect-loop:0.0001'), 1);
    const loop = faults.find(({ name }) => name === 'redirect-loop');
    const wire = loop?.damage(good, { world, at, target: accountPath, options: plain, key: 1 });
    const target = wire?.headers['location'] ?? '';
    expect(damage(good, { world, at, target, options: plain })?.fault.name).toBe('redirect-loop');
    expect(damage(good, { world, at, target: accountPath, options: plain })).toBeNull();
  });
});

describe('the list of faults', () => {
  test('can be empty, mixed, and with spaces', () => {
    expect(readFaults('')).toEqual([]);
    const mixed = readFaults('mixed:0.3');
    expect(mixed.map(({ fault }) => fault)).toEqual(faults);
    expect(mixed).toEqual(mixedFaults(0.3));
    expect(mixed.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(0.3, 9);
    expect(readFaults(' gone:0.5 , empty:.25,').map(({ share }) => share)).toEqual([0.5, 0.25]);
  });

  test.each(['sparkle', 'gone:2', 'gone:-0.1', 'gone:', 'gone:x', 'gone:0.1:0.2', 'gone,sparkle', ':0.5'])(
    'refuses %j',
    (text) => {
      expect(() => readFaults(text)).toThrow(InputError);
      try {
        readFaults(text);
      } catch (error) {
        expect(error).toMatchObject({ code: 'bad_usage', exitCode: 2 });
      }
    },
  );

  test('names those that there are', () => {
    for (const { name } of faults) expect(() => readFaults('sparkle')).toThrow(name);
  });
});
