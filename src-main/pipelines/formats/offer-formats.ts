/** What the service uses of the formats that users write. */
export { type FormatOffer, invalidFormat, offerFormats, readFormat } from '../../ingest/formats/user/index.ts';
