package app.aldis.shell

/** What Android told; null where it did not. Days are days since 1970-01-01. */
data class Readings(
    val airplane: Boolean? = null,
    val wifi: Boolean? = null,
    val bluetooth: Boolean? = null,
    val scanning: Boolean? = null,
    val nfc: Boolean? = null,
    val sim: Boolean? = null,
    val computer: Boolean? = null,
    val debugging: Boolean? = null,
    val screenLock: Boolean? = null,
    val patchDay: Int? = null,
    val today: Int? = null,
)

enum class Check { AIRPLANE, WIFI, BLUETOOTH, SCANNING, NFC, SIM, USB, DEBUGGING, SCREEN_LOCK, HARDWARE, PATCH }

/** CHANGE is for what the owner can change now, and for nothing else. */
enum class Level { GOOD, CHANGE, NOTE, UNKNOWN }

data class Finding(val check: Check, val level: Level)

/** Judges what was read, in the order in which a person goes through it. */
fun findings(read: Readings, tier: Tier?): List<Finding> = listOf(
    Finding(Check.AIRPLANE, wanted(read.airplane)),
    Finding(Check.WIFI, unwanted(read.wifi)),
    Finding(Check.BLUETOOTH, unwanted(read.bluetooth)),
    Finding(Check.SCANNING, unwanted(read.scanning)),
    Finding(Check.NFC, unwanted(read.nfc)),
    Finding(Check.SIM, unwanted(read.sim)),
    Finding(Check.USB, unwanted(read.computer)),
    Finding(Check.DEBUGGING, unwanted(read.debugging)),
    Finding(Check.SCREEN_LOCK, wanted(read.screenLock)),
    Finding(Check.HARDWARE, hardware(tier)),
    Finding(Check.PATCH, patch(read.patchDay, read.today)),
)

/** What opens the gap: each is kept until the owner has seen it. */
fun breaches(found: List<Finding>): Set<Check> =
    found.filter { it.check in OPENS_THE_GAP && it.level == Level.CHANGE }.map { it.check }.toSet()

private fun wanted(on: Boolean?) = when (on) {
    true -> Level.GOOD
    false -> Level.CHANGE
    null -> Level.UNKNOWN
}

private fun unwanted(on: Boolean?) = wanted(on?.not())

/** Before set-up nothing was tried; a phone without such hardware cannot be given one. */
private fun hardware(tier: Tier?) = when (tier) {
    Tier.STRONGBOX, Tier.TEE -> Level.GOOD
    Tier.SOFTWARE, Tier.NONE -> Level.NOTE
    null -> Level.UNKNOWN
}

private fun patch(day: Int?, today: Int?) = when {
    day == null -> Level.UNKNOWN
    today != null && today - day > OLD_DAYS -> Level.NOTE
    else -> Level.GOOD
}

private val OPENS_THE_GAP = setOf(Check.AIRPLANE, Check.WIFI, Check.BLUETOOTH, Check.NFC, Check.SIM, Check.USB)

/** A year without an update. */
private const val OLD_DAYS = 365
