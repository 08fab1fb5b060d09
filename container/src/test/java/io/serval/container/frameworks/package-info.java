/** Frameworks of others on Serval: what they need, they find, and no code of theirs knows where it runs. */
package io.serval.container.frameworks;
