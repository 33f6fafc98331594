import { ON_CHANGE, POLICY_NAMES, type OnChange } from '@moorage/domain';
import { Field } from './field';

/** Which tools assistants may use. Names are those of the server. */
export class ToolPolicyFields {
  @Field.strings({ doc: 'Only these tools, by name; all when absent.', example: ['get_issue', 'list_issues'], maxItems: POLICY_NAMES, max: 1_000, optional: true })
  allow?: string[];

  @Field.strings({ doc: 'Not these tools, even if allowed.', example: ['delete_repository'], maxItems: POLICY_NAMES, max: 1_000, optional: true })
  deny?: string[];

  @Field.choice(ON_CHANGE, { doc: 'When the definition of a tool changes: `warn` names it in `changedTools`; `hold` also refuses to call it until you accept the new definition.', example: 'hold' })
  onChange!: OnChange;
}
