package org.sluice.engine.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A folder in memory; remembers the order in which files were finished. */
final class MemoryStore implements FileStore {
  final Map<String, byte[]> files = new LinkedHashMap<>();
  final List<String> finished = new ArrayList<>();

  @Override
  public String name() {
    return "memory/model";
  }

  @Override
  public boolean exists(String file) {
    return files.containsKey(file);
  }

  @Override
  public InputStream open(String file) throws IOException {
    if (!exists(file)) {
      throw new FileNotFoundException(file);
    }
    return new ByteArrayInputStream(files.get(file));
  }

  @Override
  public OutputStream create(String file) {
    return new ByteArrayOutputStream() {
      @Override
      public void close() {
        files.put(file, toByteArray());
        finished.add(file);
      }
    };
  }
}
