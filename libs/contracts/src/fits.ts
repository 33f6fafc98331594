import { getMetadataStorage, ValidationTypes, type ValidationArguments } from 'class-validator';
import { fieldsOf, type MessageClass } from './field';

type Check = (value: unknown, instance: object) => boolean;

/** What is asked of one member: every check, when all of `when` say so, which they do not of what may be absent and is. */
interface Member {
  when: Check[];
  checks: Check[];
}

type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

const gathered = new WeakMap<MessageClass, Map<string, Member> | null>();

/**
 * Whether an instance of a class without nested ones passes all its checks and has no other member. These are the very checks of
 * class-validator, which itself looks through the checks of all classes anew each time; only it can say what is wrong.
 */
export function fits(type: MessageClass, instance: object): boolean {
  const known = gathered.get(type);
  const members = known === undefined ? gather(type) : known;
  if (!members) return false;
  for (const name in instance) if (!members.has(name)) return false;
  for (const [name, member] of members) if (!passes(member, (instance as Record<string, unknown>)[name], instance)) return false;
  return true;
}

function passes({ when, checks }: Member, value: unknown, instance: object): boolean {
  return !when.every((demanded) => demanded(value, instance)) || checks.every((holds) => holds(value, instance));
}

function gather(type: MessageClass): Map<string, Member> | null {
  const members = fieldsOf(type).some((field) => field.nested) ? null : membersOf(type);
  gathered.set(type, members);
  return members;
}

function membersOf(type: MessageClass): Map<string, Member> {
  const members = new Map<string, Member>();
  for (const metadata of getMetadataStorage().getTargetValidationMetadatas(type, '', false, false)) {
    const member = members.get(metadata.propertyName) ?? { when: [], checks: [] };
    members.set(metadata.propertyName, member);
    if (metadata.type === ValidationTypes.CONDITIONAL_VALIDATION) member.when.push((value, instance) => (metadata.constraints[0] as (object: object, value: unknown) => boolean)(instance, value));
    else member.checks.push(...checksIn(metadata));
  }
  return members;
}

function checksIn(metadata: Metadata): Check[] {
  const { propertyName: property, constraints, each } = metadata;
  return getMetadataStorage()
    .getTargetValidatorConstraints(metadata.constraintCls)
    .map(({ instance: validator }) => {
      const holds = (value: unknown, object: object) => validator.validate(value, { property, constraints, value, object, targetName: object.constructor.name } satisfies ValidationArguments) === true;
      return each ? (value, object) => (Array.isArray(value) ? value.every((item) => holds(item, object)) : holds(value, object)) : holds;
    });
}
