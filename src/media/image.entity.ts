/** A picture: what it shows, who made it, and where its file lies. A hidden one keeps its place, with no address. */
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../core/localized-text.js';

export enum ImageFormat {
  ORIGINAL = 'ORIGINAL',
  JPEG = 'JPEG',
  WEBP = 'WEBP',
  AVIF = 'AVIF',
}
registerEnumType(ImageFormat, {
  name: 'ImageFormat',
  description: 'File formats that images are served in.',
  valuesConfig: {
    ORIGINAL: { description: 'The file as it came; `width` does not count.' },
    JPEG: { description: 'For readers that know nothing newer.' },
    WEBP: { description: 'Small, known nearly everywhere.' },
    AVIF: { description: 'Smallest.' },
  },
});

@ObjectType({
  description: 'The point that must stay in sight when a picture is cropped; 0 to 1 from the left and the top.',
})
export class FocalPoint {
  @Field(() => Float, { description: 'From the left edge, 0 to 1.' })
  x!: number;

  @Field(() => Float, { description: 'From the top edge, 0 to 1.' })
  y!: number;
}

@Entity('image')
@ObjectType({ implements: Node, description: 'A picture. A hidden one keeps its place, with no url.' })
export class Image implements Node {
  @PrimaryColumn('text')
  id!: string;

  /** Name of the original in the media store. */
  @Column('text', { name: 'storage_key' })
  storageKey!: string;

  @Column('text', { name: 'media_type' })
  mediaType!: string;

  @Column('int')
  @Field(() => Int, { description: 'Width of the original in pixels.' })
  width!: number;

  @Column('int')
  @Field(() => Int, { description: 'Height of the original in pixels.' })
  height!: number;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true, description: 'What it shows, for those who cannot see it.' })
  alt!: string | null;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true, description: 'The line under it.' })
  caption!: string | null;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true, description: 'Who made it.' })
  credit!: string | null;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true, description: 'A tiny data: URL to paint while loading.' })
  placeholder!: string | null;

  @Column('real', { name: 'focal_x', nullable: true })
  focalX!: number | null;

  @Column('real', { name: 'focal_y', nullable: true })
  focalY!: number | null;

  @Column('timestamptz', { name: 'hidden_at', nullable: true })
  hiddenAt!: Date | null;

  @Column('text', { name: 'uploaded_by', nullable: true })
  uploadedBy!: string | null;

  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  deletedAt!: Date | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  /** Its texts folded, for the desk to search. */
  @Column('text', { name: 'desk_key' })
  deskKey!: string;

  /** Where it was reached by a preview link: its address needs the link's token. */
  previewToken?: string;
}
