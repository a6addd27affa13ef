"""The sites of RAMRIS, each with its name and the short form for the narrow column of the form."""

from __future__ import annotations

from dataclasses import dataclass

WRIST, MCP = "wrist", "mcp"


@dataclass(frozen=True, slots=True)
class Site:
    """A site before it is paired with a feature."""

    region: str
    group: str
    code: str
    label: str
    note: str = ""
    short: str = ""


ORDINALS = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 5: "5th"}

BONES = (
    Site(WRIST, "radius_ulna", "RAD", "distal radius"),
    Site(WRIST, "radius_ulna", "ULN", "distal ulna"),
    Site(WRIST, "carpal", "SCA", "scaphoid (navicular)", short="scaphoid"),
    Site(WRIST, "carpal", "LUN", "lunate"),
    Site(WRIST, "carpal", "TRI", "triquetrum"),
    Site(WRIST, "carpal", "PIS", "pisiform"),
    Site(WRIST, "carpal", "TRM", "trapezium"),
    Site(WRIST, "carpal", "TRD", "trapezoid"),
    Site(WRIST, "carpal", "CAP", "capitate"),
    Site(WRIST, "carpal", "HAM", "hamate"),
    *(
        Site(
            WRIST,
            "metacarpal_base",
            f"MC{n}B",
            f"{ORDINALS[n]} metacarpal base",
            short=f"metacarpal {n} base",
        )
        for n in range(1, 6)
    ),
    *(
        Site(
            MCP,
            "metacarpal_head",
            f"MC{n}H",
            f"metacarpal {n} head (MCP{n} proximal part)",
            short=f"metacarpal {n} head",
        )
        for n in range(2, 6)
    ),
    *(
        Site(
            MCP,
            "phalanx_base",
            f"PP{n}B",
            f"proximal phalanx {n} base (MCP{n} distal part)",
            short=f"phalanx {n} base",
        )
        for n in range(2, 6)
    ),
)

MCP_JOINTS = tuple(Site(MCP, "mcp_joint", f"MCP{n}", f"MCP joint {n}") for n in range(2, 6))

SYNOVIAL_JOINTS = (
    Site(WRIST, "wrist_joint", "DRUJ", "distal radioulnar joint", short="distal radioulnar"),
    Site(WRIST, "wrist_joint", "RCJ", "radiocarpal joint", short="radiocarpal"),
    Site(
        WRIST,
        "wrist_joint",
        "ICCMC",
        "intercarpal + carpometacarpal joints (1st CMC not scored)",
        short="intercarpal + CMC",
    ),
    *MCP_JOINTS,
)

JOINT_SPACES = (
    Site(WRIST, "radiocarpal", "RAD_SCA", "radius-scaphoid"),
    Site(WRIST, "radiocarpal", "RAD_LUN", "radius-lunate"),
    Site(WRIST, "intercarpal", "SCA_LUN", "scaphoid-lunate"),
    Site(WRIST, "intercarpal", "LUN_TRI", "lunate-triquetrum"),
    Site(WRIST, "intercarpal", "TRM_SCA", "trapezium-scaphoid"),
    Site(WRIST, "intercarpal", "TRD_SCA", "trapezoid-scaphoid"),
    Site(WRIST, "intercarpal", "CAP_SCA", "capitate-scaphoid"),
    Site(WRIST, "intercarpal", "CAP_LUN", "capitate-lunate"),
    Site(WRIST, "intercarpal", "HAM_TRI", "hamate-triquetrum"),
    Site(WRIST, "intercarpal", "TRM_TRD", "trapezium-trapezoid"),
    Site(WRIST, "intercarpal", "TRD_CAP", "trapezoid-capitate"),
    Site(WRIST, "intercarpal", "CAP_HAM", "capitate-hamate"),
    *(
        Site(
            WRIST,
            "carpometacarpal",
            f"CMC{n}",
            f"carpometacarpal joint {n}",
            short=f"CMC {n}",
        )
        for n in range(1, 6)
    ),
    *MCP_JOINTS,
)

# The published score names three wrist flexor areas without listing their tendons in the part we
# could read; these are the defaults until an expert confirms them.
FLEXOR_NOTE = "Default: {}. To be confirmed against the published tenosynovitis score."

TENDONS = (
    Site(
        WRIST,
        "extensor",
        "EXT1",
        "extensor compartment I",
        "Abductor pollicis longus and extensor pollicis brevis.",
        "extensor I",
    ),
    Site(
        WRIST,
        "extensor",
        "EXT2",
        "extensor compartment II",
        "Extensor carpi radialis longus and brevis.",
        "extensor II",
    ),
    Site(
        WRIST,
        "extensor",
        "EXT3",
        "extensor compartment III",
        "Extensor pollicis longus.",
        "extensor III",
    ),
    Site(
        WRIST,
        "extensor",
        "EXT4",
        "extensor compartment IV",
        "Extensor digitorum and extensor indicis.",
        "extensor IV",
    ),
    Site(
        WRIST,
        "extensor",
        "EXT5",
        "extensor compartment V",
        "Extensor digiti minimi.",
        "extensor V",
    ),
    Site(
        WRIST,
        "extensor",
        "EXT6",
        "extensor compartment VI",
        "Extensor carpi ulnaris.",
        "extensor VI",
    ),
    *(
        Site(
            WRIST,
            "wrist_flexor",
            f"WFLX{n}",
            f"wrist flexor compartment {n}",
            FLEXOR_NOTE.format(tendon),
            f"wrist flexor {n}",
        )
        for n, tendon in (
            (1, "flexor carpi radialis"),
            (2, "common flexor sheath (superficialis and profundus)"),
            (3, "flexor pollicis longus"),
        )
    ),
    *(
        Site(
            MCP,
            "mcp_flexor",
            f"MCPF{n}",
            f"flexor tendons at MCP{n}",
            short=f"flexors at MCP{n}",
        )
        for n in range(2, 6)
    ),
)

SITES = {
    "synovitis": SYNOVIAL_JOINTS,
    "erosion": BONES,
    "bme": BONES,
    "jsn": JOINT_SPACES,
    "tenosynovitis": TENDONS,
}
