package org.sluice.spark.sample;

import java.util.List;

/** What the fleet's technicians write. Blanks in braces are filled in by {@link LogEntry}. */
final class Phrases {
  /** Something that is wrong, what turns out to be behind it, and what is done. */
  record Trouble(String symptom, List<String> causes, List<String> remedies) {}

  static final List<String> TECHNICIANS =
      List.of(
          "M. Okafor",
          "J. Lindqvist",
          "A. Moreau",
          "S. Tanaka",
          "R. Duarte",
          "K. Novak",
          "P. Reilly",
          "L. Haddad");

  static final List<String> ROUNDS =
      List.of(
          "Weekly round, nothing to report. Casing {heat} °C at {load} % load, vibration {shake} mm/s.",
          "Inspection done. Casing at {heat} °C, vibration {shake} mm/s, pressure {bar} bar; all within limits.",
          "Checked oil level, seals and coupling guard. No leaks. Vibration {shake} mm/s at the drive end.",
          "Round with the new apprentice. Readings taken at {load} % load: {heat} °C, {shake} mm/s, {bar} bar.",
          "Visual check only, the pump was on stand-by. Paint peels at the base frame, otherwise fine.",
          "Running hours {hours}. Suction strainer clean, pressure steady at {bar} bar.",
          "Thermal camera shows {heat} °C at the bearing housing and no hot spots on the terminal box.");

  static final List<String> CARE =
      List.of(
          "Greased both bearings, {grams} g each at the drive end and the free end.",
          "Changed the oil after {hours} running hours; the old oil was clear, no metal on the magnet.",
          "Replaced the suction filter, part {part}. Pressure before {low} bar, after {bar} bar.",
          "Retightened the gland of the mechanical seal by a quarter of a turn, dripping has stopped.",
          "Aligned the coupling with the laser: offset 0.0{digit} mm, angle 0.0{digit} mm per 100 mm.",
          "Calibrated the pressure sensor against the reference gauge; it read {percent} % too high.",
          "Cleaned the cooling fins with compressed air. Casing fell from {hot} to {heat} °C within an hour.",
          "Ordered two sets of seals, part {part}. Delivery in {days} days, the store has none left.");

  static final List<Trouble> TROUBLES =
      List.of(
          new Trouble(
              "Rising vibration at the drive end, {much} mm/s at {load} % load.",
              List.of(
                  "the inner race of the drive end bearing is worn",
                  "the coupling insert is torn and the shafts are out of line",
                  "a foundation bolt has come loose"),
              List.of(
                  "Replaced the bearing, part {part}",
                  "Fitted a new coupling insert, part {part}, and aligned the shafts",
                  "Tightened all foundation bolts to {torque} Nm")),
          new Trouble(
              "Casing runs hot, {hot} °C at only {load} % load.",
              List.of(
                  "the cooling fan has lost a blade",
                  "the cooling fins are packed with dust",
                  "the bearing was overfilled with grease"),
              List.of(
                  "Replaced the fan wheel, part {part}",
                  "Cleaned the fins and the intake grille",
                  "Removed the surplus grease and ran the pump in for two hours")),
          new Trouble(
              "Rattling noise and unsteady pressure between {low} and {bar} bar.",
              List.of(
                  "the pump cavitates because the level in the tank is too low",
                  "air enters through the suction flange",
                  "the suction valve was only half open"),
              List.of(
                  "Asked the control room to keep the tank above {percent}0 %",
                  "Renewed the gasket of the suction flange, part {part}",
                  "Opened the valve fully and locked it")),
          new Trouble(
              "Pressure drifts down, {low} bar where {bar} are expected.",
              List.of(
                  "the filter is clogged",
                  "the impeller is worn at the edges",
                  "the check valve behind the pump does not close"),
              List.of(
                  "Replaced the filter cartridge, part {part}",
                  "Fitted a new impeller, part {part}, and balanced it",
                  "Lapped the seat of the check valve and changed its spring")),
          new Trouble(
              "Water below the pump, about {percent} litres in a shift.",
              List.of(
                  "the mechanical seal has run dry and cracked",
                  "the drain plug was not tight",
                  "a weld of the drip tray has opened"),
              List.of(
                  "Replaced the mechanical seal, part {part}",
                  "Sealed the plug with new tape and tightened it",
                  "Welded the tray; tested with water for {days} hours")),
          new Trouble(
              "Motor tripped {times} during the night, thermal relay at {torque} A.",
              List.of(
                  "one phase has a loose clamp in the terminal box",
                  "the shaft is hard to turn by hand",
                  "the relay is set too low since the last test"),
              List.of(
                  "Cleaned and tightened all clamps",
                  "Took the pump out of service and sent the rotor to the workshop",
                  "Set the relay back to its nominal value")));

  static final List<String> PROMISES =
      List.of(
          "Watched it for half an hour, it gets no worse. Will look again tomorrow.",
          "Reported to the control room; the pump stays in service at reduced load.",
          "Spare part is in the store, repair planned for the next stand-by.",
          "Switched over to the neighbour pump until the cause is known.",
          "Marked the place with chalk and set the alarm limit lower.");

  static final List<String> RESULTS =
      List.of(
          "Test run of two hours without findings.",
          "Back in service at {load} % load, {shake} mm/s and {heat} °C.",
          "Quiet again. Order {order} is closed.",
          "Will be checked once more in {days} days.");

  private Phrases() {}
}
