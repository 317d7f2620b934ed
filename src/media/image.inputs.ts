/** What editors send when they look for images, change or delete them. */
import { ArgsType, Field, Float, ID, InputType } from 'type-graphql';
import { badUserInput } from '../core/errors.js';
import { connectionTypes, ForwardArgs } from '../core/page.js';
import { at, Mistakes } from '../core/user-error.js';
import { fold } from '../text/fold.js';
import type { ImageEdit } from './edit-image.js';
import { Image } from './image.entity.js';
import { cleanImageText, IMAGE_TEXTS, isTooLong, TEXT_LENGTHS } from './image-texts.js';

export const ImageConnection = connectionTypes('Image', () => Image);

const MAX_SEARCH = 200;

@ArgsType()
export class ImagesArgs extends ForwardArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Words of alt, caption or credit, or parts of them; spelling is folded, and all must be there.',
  })
  text?: string | null;
}

/** The words that are searched, folded. */
export function readSearch(text: string | null | undefined): string[] {
  if (text != null && text.length > MAX_SEARCH) throw badUserInput('text', `longer than ${MAX_SEARCH} characters`);
  return fold(text ?? '')
    .split(' ')
    .filter((word) => word !== '');
}

@InputType({ description: 'A point of a picture; 0 to 1 from the left and the top.' })
export class FocalPointInput {
  @Field(() => Float, { description: 'From the left edge, 0 to 1.' })
  x!: number;

  @Field(() => Float, { description: 'From the top edge, 0 to 1.' })
  y!: number;
}

@InputType({ description: 'A change of what is said about a picture. What is absent stays; null clears.' })
export class EditImageInput {
  @Field(() => ID, { description: 'The image.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'What it shows, for those who cannot see it.' })
  alt?: string | null;

  @Field(() => String, { nullable: true, description: 'The line under it.' })
  caption?: string | null;

  @Field(() => String, { nullable: true, description: 'Who made it.' })
  credit?: string | null;

  @Field(() => FocalPointInput, { nullable: true, description: 'The point that must stay in sight.' })
  focalPoint?: FocalPointInput | null;
}

@InputType({ description: 'An image that is to be deleted.' })
export class DeleteImageInput {
  @Field(() => ID, { description: 'The image.' })
  id!: string;
}

/** All mistakes of the input at once, without a look at the database. */
export function parseImageEdit(input: EditImageInput): ImageEdit {
  const mistakes = new Mistakes();
  const edit: ImageEdit = { id: input.id };
  for (const name of IMAGE_TEXTS) {
    const given = input[name];
    if (given === undefined) continue;
    edit[name] = cleanImageText(given);
    if (isTooLong(name, edit[name])) mistakes.add(at(name), `It is longer than ${TEXT_LENGTHS[name]} characters.`);
  }
  if (input.focalPoint !== undefined) edit.focalPoint = input.focalPoint;
  for (const axis of ['x', 'y'] as const) {
    const value = input.focalPoint?.[axis] ?? 0;
    if (!(value >= 0 && value <= 1)) mistakes.add(at('focalPoint', axis), `${value} is not from 0 to 1.`);
  }
  mistakes.refuse();
  return edit;
}
