/** `npm run build`: bundles the product into out/ and generates its sample log. */
import { build } from './bundle.mjs';
import { ensurePackages } from './toolchain.mjs';

ensurePackages();
build();
