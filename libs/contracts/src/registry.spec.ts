import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isErrorCode } from '@moorage/domain';
import type { BroadcastDefinition, RequestDefinition, StreamDefinition } from './define-message';
import { fieldsOf, type MessageClass } from './field';
import { MESSAGE_REGISTRY } from './registry';

const definitions = [...MESSAGE_REGISTRY.values()];
const classesOf = (type: MessageClass, seen = new Set<MessageClass>()): Set<MessageClass> => {
  if (seen.has(type)) return seen;
  seen.add(type);
  for (const field of fieldsOf(type)) if (field.nested) classesOf(field.nested(), seen);
  return seen;
};

describe('the registry of messages', () => {
  it('holds every definition of every file of messages', () => {
    const files = readdirSync(__dirname).filter((name) => name.endsWith('.messages.ts'));
    const subjects = files.flatMap((name) => [...readFileSync(join(__dirname, name), 'utf8').matchAll(/subject: '([^']+)'/g)].map((match) => match[1]));
    expect([...MESSAGE_REGISTRY.keys()].sort()).toEqual(subjects.sort());
  });

  it('finds the definitions at all, each under a versioned subject of its service', () => {
    expect(definitions.length).toBeGreaterThan(20);
    for (const { subject } of definitions) expect(subject).toMatch(/^(personal|knowledge|edge)(\.[a-z-]+){2}\.v\d+$/);
  });

  it('gives every request a deadline within two minutes and a bit, and errors of the catalogue only', () => {
    for (const each of definitions) {
      if (each.kind !== 'request') continue;
      expect(each.deadlineMs).toBeGreaterThan(0);
      expect(each.deadlineMs).toBeLessThanOrEqual(130_000);
      expect(each.errors.filter((code) => !isErrorCode(code))).toEqual([]);
    }
  });

  it('describes every field of every message in words, with an example wherever a person writes or reads it', () => {
    const classes = new Set(definitions.flatMap((each) => classesIn(each)).flatMap((type) => [...classesOf(type)]));
    const silent = [...classes].flatMap((type) => fieldsOf(type).filter((field) => !/^[A-Z`].*\.$/.test(field.doc)).map((field) => `${type.name}.${field.name}`));
    expect(silent).toEqual([]);
  });
});

function classesIn(each: RequestDefinition | StreamDefinition | BroadcastDefinition): MessageClass[] {
  if (each.kind === 'broadcast') return [each.event];
  return each.kind === 'stream' ? [each.request, each.frame] : [each.request, each.reply];
}
