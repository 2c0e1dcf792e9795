package org.sluice.engine.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A folder of named files, whatever holds it. */
public interface FileStore {
  /** The folder as users know it, for messages. */
  String name();

  boolean exists(String file) throws IOException;

  InputStream open(String file) throws IOException;

  /** A new file, or the old one overwritten. */
  OutputStream create(String file) throws IOException;
}
