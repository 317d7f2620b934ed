/** What mutations of images, and reports of them, answer. */
import { Field, ObjectType } from 'type-graphql';
import { Payload } from '../core/payload.js';
import { Image } from './image.entity.js';

@ObjectType({ description: 'An image as it stands now.' })
export class ImagePayload extends Payload {
  @Field(() => Image, { nullable: true, description: 'The image; null where there are errors.' })
  image?: Image | null;
}

@ObjectType({ description: 'What a reader learns of her report.' })
export class ReportImagePayload extends Payload {
  @Field(() => Image, { nullable: true, description: 'The image; null where there are errors.' })
  image?: Image | null;

  @Field(() => Boolean, { description: 'Whether it is hidden now.' })
  hidden!: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      "Thanks, in the reader's language, saying that the image is hidden automatically once several people have reported it.",
  })
  message?: string | null;
}
