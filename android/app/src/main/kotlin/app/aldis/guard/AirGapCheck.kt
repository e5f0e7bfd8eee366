package app.aldis.guard

import android.app.KeyguardManager
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.content.IntentFilter
import android.content.pm.PackageManager
import android.database.ContentObserver
import android.nfc.NfcAdapter
import android.os.Build
import android.os.Handler
import android.os.Looper
import android.provider.Settings
import android.telephony.TelephonyManager
import app.aldis.shell.Readings
import java.time.LocalDate
import java.time.format.DateTimeParseException

/**
 * Reads the radios' switches, cards, cables and locks, as far as Android tells without a permission; what it does not
 * tell stays null. Tells again whenever something changes, from [start] to [stop].
 */
class AirGapCheck(private val context: Context, private val told: (Readings) -> Unit) {
    private val settings = object : ContentObserver(Handler(Looper.getMainLooper())) {
        override fun onChange(selfChange: Boolean) = look()
    }
    private val broadcasts = object : BroadcastReceiver() {
        override fun onReceive(context: Context, intent: Intent) = look()
    }

    fun start() {
        context.contentResolver.registerContentObserver(Settings.Global.CONTENT_URI, true, settings)
        val filter = IntentFilter()
        listOf(Intent.ACTION_AIRPLANE_MODE_CHANGED, USB_STATE, NfcAdapter.ACTION_ADAPTER_STATE_CHANGED, SIM_STATE)
            .forEach(filter::addAction)
        // All of them are the system's own: no other app can send them.
        context.registerReceiver(broadcasts, filter)
        look()
    }

    fun stop() {
        context.contentResolver.unregisterContentObserver(settings)
        context.unregisterReceiver(broadcasts)
    }

    fun look() = told(read())

    fun read() = Readings(
        airplane = setting(Settings.Global.AIRPLANE_MODE_ON)?.let { it != 0 },
        // 2: on in spite of flight mode. 3: off because of it.
        wifi = setting(Settings.Global.WIFI_ON)?.let { it == 1 || it == 2 },
        bluetooth = setting(Settings.Global.BLUETOOTH_ON)?.let { it == 1 || it == 2 },
        scanning = scanning(),
        nfc = tried { NfcAdapter.getDefaultAdapter(context)?.isEnabled ?: false },
        sim = tried(::sim),
        computer = tried(::computer),
        debugging = setting(Settings.Global.ADB_ENABLED)?.let { it != 0 },
        screenLock = tried { context.getSystemService(KeyguardManager::class.java)?.isDeviceSecure },
        patchDay = patchDay(),
        today = LocalDate.now().toEpochDay().toInt(),
    )

    private fun setting(name: String): Int? = tried { Settings.Global.getString(context.contentResolver, name)?.toIntOrNull() }

    private fun scanning(): Boolean? {
        val both = listOf(setting("wifi_scan_always_enabled"), setting("ble_scan_always_enabled"))
        return if (both.any { it != null && it != 0 }) true else if (null in both) null else false
    }

    private fun sim(): Boolean? {
        if (!context.packageManager.hasSystemFeature(PackageManager.FEATURE_TELEPHONY)) return false
        return when (context.getSystemService(TelephonyManager::class.java)?.simState) {
            null, TelephonyManager.SIM_STATE_UNKNOWN -> null
            TelephonyManager.SIM_STATE_ABSENT -> false
            else -> true
        }
    }

    /** The last broadcast of this kind is kept by the system. A wall charger connects nothing. */
    private fun computer(): Boolean? = context.registerReceiver(null, IntentFilter(USB_STATE))
        ?.let { it.getBooleanExtra("connected", false) && it.getBooleanExtra("configured", false) }

    private fun patchDay(): Int? = try {
        LocalDate.parse(Build.VERSION.SECURITY_PATCH).toEpochDay().toInt()
    } catch (_: DateTimeParseException) {
        null
    }

    /** Some makers refuse what Android's own documents allow. */
    private fun <T> tried(read: () -> T?): T? = try {
        read()
    } catch (_: SecurityException) {
        null
    } catch (_: UnsupportedOperationException) {
        null
    }

    private companion object {
        const val USB_STATE = "android.hardware.usb.action.USB_STATE"
        const val SIM_STATE = "android.intent.action.SIM_STATE_CHANGED"
    }
}
