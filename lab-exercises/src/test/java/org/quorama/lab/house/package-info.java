/** The house rules as ordinary tests: what formatter, compiler and Checkstyle cannot see. */
package org.quorama.lab.house;
