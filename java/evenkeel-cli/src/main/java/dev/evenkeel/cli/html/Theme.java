package dev.evenkeel.cli.html;

import java.awt.Color;
import java.util.List;

/** Colours of the plots, to go with a light or a dark page. */
public enum Theme {
    /** Dark on white; also what is printed. */
    LIGHT(new Color(0xffffff), new Color(0x1f2933), new Color(0xd9dee4), new Color(0xb42318)),
    /** Light on near-black. */
    DARK(new Color(0x161b22), new Color(0xd7dde4), new Color(0x343c46), new Color(0xff8a7a));

    private final Color background;
    private final Color text;
    private final Color grid;
    private final Color limit;

    Theme(Color background, Color text, Color grid, Color limit) {
        this.background = background;
        this.text = text;
        this.grid = grid;
        this.limit = limit;
    }

    Color background() {
        return background;
    }

    Color text() {
        return text;
    }

    Color grid() {
        return grid;
    }

    /** For the bound of an error. */
    Color limit() {
        return limit;
    }

    /** For the devices, in order; told apart by people who see few colours. */
    List<Color> devices() {
        return this == LIGHT
                ? List.of(
                        new Color(0x8a94a0),
                        new Color(0x1769aa),
                        new Color(0x2a9d5c),
                        new Color(0xc77700),
                        new Color(0x7b4fa3),
                        new Color(0xb5485d),
                        new Color(0x4fb3bf))
                : List.of(
                        new Color(0x7d8894),
                        new Color(0x58a6ff),
                        new Color(0x56d364),
                        new Color(0xe3a23c),
                        new Color(0xb58ae0),
                        new Color(0xf0788c),
                        new Color(0x7fdbe6));
    }
}
