import { validateSync } from 'class-validator';
import { Field } from './field';
import { fits } from './fits';

class Parent {
  @Field.id('configuration', { doc: 'Inherited.' })
  id!: string;
}

class Flat extends Parent {
  @Field.string({ doc: 'Text.', min: 2, max: 4, pattern: /^[a-z]+$/, optional: true })
  text?: string;

  @Field.integer({ doc: 'Number.', min: 1, max: 9, optional: true })
  count?: number;

  @Field.boolean({ doc: 'Switch.', optional: true })
  on?: boolean;

  @Field.choice(['a', 'b'], { doc: 'Choice.', optional: true })
  choice?: string;

  @Field.strings({ doc: 'Texts.', values: ['x', 'y'], maxItems: 2, optional: true })
  texts?: string[];

  @Field.map({ doc: 'Members.', maxKeys: 1, optional: true })
  map?: object;

  @Field.timestamp({ doc: 'Instant.', optional: true })
  at?: string;
}

class Inner {
  @Field.string({ doc: 'Text.' })
  text!: string;
}

class Nesting {
  @Field.object(() => Inner, { doc: 'Nested.' })
  inner!: Inner;
}

const VALUES: Record<string, unknown[]> = {
  id: ['pconf_abc123', 'pcon_abc123', '', 7, null, undefined],
  text: ['abc', 'a', 'abcde', 'AB', 3, null, undefined],
  count: [1, 9, 0, 10, 1.5, '3', null],
  on: [true, 'true', 0, null],
  choice: ['a', 'c', ['a'], null],
  texts: [['x'], [], ['x', 'y', 'x'], ['z'], 'x', [1], null],
  map: [{}, { a: 1 }, { a: 1, b: 2 }, [], 'x', null],
  at: ['2025-10-07T12:30:00Z', '2025-13-07T12:30:00Z', 5, null],
  other: [1],
};

const SAMPLES = Object.entries(VALUES).flatMap(([name, values]) => values.map((value) => ({ id: 'pconf_abc123', [name]: value })));

describe('what fits', () => {
  it.each(SAMPLES)('is what class-validator finds nothing wrong with: %j', (members) => {
    const instance = Object.assign(new Flat(), members);
    const errors = validateSync(Object.assign(new Flat(), members), { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
    expect(fits(Flat, instance)).toBe(errors.length === 0);
  });

  it('is not decided of classes that hold others', () => {
    expect(fits(Nesting, Object.assign(new Nesting(), { inner: Object.assign(new Inner(), { text: 'x' }) }))).toBe(false);
  });
});
