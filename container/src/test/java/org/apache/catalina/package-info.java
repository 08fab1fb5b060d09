/** A name that a library under test is compiled against. */
package org.apache.catalina;
