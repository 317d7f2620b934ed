/** What readers send when they report an image, and editors when they settle reports. */
import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { ForwardArgs } from '../core/page.js';
import { at, rejected } from '../core/user-error.js';
import { withoutControls } from '../text/normalise.js';
import { ReportDecision, ReportReason } from './reported-image.entity.js';

@ArgsType()
export class ReportedImagesArgs extends ForwardArgs {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Those whose reports are all settled, instead of open ones.',
  })
  resolved!: boolean;
}

@InputType({ description: "A reader's report of an image." })
export class ReportImageInput {
  @Field(() => ID, { description: 'The image.' })
  imageId!: string;

  @Field(() => ReportReason, { description: 'Why it ought to be hidden.' })
  reason!: ReportReason;

  @Field(() => String, { nullable: true, description: 'More about it, at most 1,000 characters.' })
  comment?: string | null;
}

@InputType({ description: 'A decision about a reported image.' })
export class ResolveImageReportsInput {
  @Field(() => ID, { description: 'The image.' })
  imageId!: string;

  @Field(() => ReportDecision, { description: 'Whether it is shown or hidden from now on.' })
  decision!: ReportDecision;

  @Field(() => String, { nullable: true, description: 'Why, for colleagues; at most 1,000 characters.' })
  note?: string | null;
}

const MAX_COMMENT = 1_000;

/** Clean, with its lines; null where nothing is left of it. */
export function readComment(argument: 'comment' | 'note', text: string | null | undefined): string | null {
  const clean = withoutControls(text ?? '').trim();
  if ([...clean].length > MAX_COMMENT)
    throw rejected('INVALID', at(argument), `It is longer than ${MAX_COMMENT} characters.`);
  return clean || null;
}
