/** Text becomes tokens, tokens become numbers, and back. Imports nothing of ours but base. */
package org.sluice.engine.text;
