package app.aldis.camera

import android.graphics.Rect
import android.hardware.camera2.CameraCharacteristics
import android.hardware.camera2.CameraDevice
import android.hardware.camera2.CameraMetadata
import android.hardware.camera2.CaptureRequest
import android.hardware.camera2.params.MeteringRectangle
import android.view.Surface
import kotlin.math.roundToInt

/** What is asked of the camera: light, zoom, focus, and a little less exposure than usual, for screens are bright. */
internal class Shot(private val traits: CameraCharacteristics) {
    var targets = emptyList<Surface>()
    var torch = false
    var zoom = 0f

    val hasTorch get() = traits[CameraCharacteristics.FLASH_INFO_AVAILABLE] == true
    val mostZoom get() = traits[CameraCharacteristics.SCALER_AVAILABLE_MAX_DIGITAL_ZOOM] ?: 1f

    /** Where a tap wants it sharp, in shares of the upright preview; null: wherever the camera thinks. */
    var place: Pair<Float, Float>? = null

    private val focusModes get() = traits[CameraCharacteristics.CONTROL_AF_AVAILABLE_MODES] ?: IntArray(0)

    /** Whether the camera can be told to focus; some lenses do not move. */
    val canFocus get() = CameraMetadata.CONTROL_AF_MODE_AUTO in focusModes

    /** Whether it keeps itself sharp without being told. */
    val keepsFocus get() = CameraMetadata.CONTROL_AF_MODE_CONTINUOUS_PICTURE in focusModes

    fun looking(camera: CameraDevice): CaptureRequest = request(camera).build()

    /** To be asked once, beside [looking]: begins to focus, or forgets what was focused on. */
    fun focusing(camera: CameraDevice, trigger: Int): CaptureRequest =
        request(camera).also { it[CaptureRequest.CONTROL_AF_TRIGGER] = trigger }.build()

    private fun request(camera: CameraDevice): CaptureRequest.Builder {
        val request = camera.createCaptureRequest(CameraDevice.TEMPLATE_PREVIEW)
        targets.forEach(request::addTarget)
        // A continuous focus that is triggered locks where it happens to be, and hears no second trigger: for a place
        // that was tapped it gives way to the other mode (CaptureResult.CONTROL_AF_STATE has both tables).
        if (keepsFocus && (place == null || !canFocus)) {
            request[CaptureRequest.CONTROL_AF_MODE] = CameraMetadata.CONTROL_AF_MODE_CONTINUOUS_PICTURE
        } else if (canFocus) {
            request[CaptureRequest.CONTROL_AF_MODE] = CameraMetadata.CONTROL_AF_MODE_AUTO
        }
        place?.let { (x, y) -> area(x, y) }?.let {
            request[CaptureRequest.CONTROL_AF_REGIONS] = arrayOf(it)
            request[CaptureRequest.CONTROL_AE_REGIONS] = arrayOf(it)
        }
        darker()?.let { request[CaptureRequest.CONTROL_AE_EXPOSURE_COMPENSATION] = it }
        request[CaptureRequest.FLASH_MODE] = if (torch) CameraMetadata.FLASH_MODE_TORCH else CameraMetadata.FLASH_MODE_OFF
        crop()?.let { request[CaptureRequest.SCALER_CROP_REGION] = it }
        return request
    }

    /** Steps for [DARKER_EV], as far as the camera goes. */
    private fun darker(): Int? {
        val step = traits[CameraCharacteristics.CONTROL_AE_COMPENSATION_STEP]?.toFloat() ?: return null
        val range = traits[CameraCharacteristics.CONTROL_AE_COMPENSATION_RANGE] ?: return null
        return if (step <= 0) null else range.clamp((DARKER_EV / step).roundToInt())
    }

    private fun crop(): Rect? {
        val all = traits[CameraCharacteristics.SENSOR_INFO_ACTIVE_ARRAY_SIZE] ?: return null
        val by = 1 + zoom * (mostZoom - 1)
        val width = (all.width() / by).toInt()
        val height = (all.height() / by).toInt()
        val left = (all.width() - width) / 2
        val top = (all.height() - height) / 2
        return Rect(left, top, left + width, top + height)
    }

    /** The sensor lies on its side in nearly every phone: its x runs down the upright preview. */
    private fun area(x: Float, y: Float): MeteringRectangle? {
        if ((traits[CameraCharacteristics.CONTROL_MAX_REGIONS_AF] ?: 0) < 1) return null
        val seen = crop() ?: return null
        val (across, down) = when (traits[CameraCharacteristics.SENSOR_ORIENTATION]) {
            90 -> y to 1 - x
            270 -> 1 - y to x
            180 -> 1 - x to 1 - y
            else -> x to y
        }
        val side = seen.width() / AREA_SHARE
        val left = (seen.left + across * seen.width() - side / 2).toInt().coerceIn(seen.left, seen.right - side)
        val top = (seen.top + down * seen.height() - side / 2).toInt().coerceIn(seen.top, seen.bottom - side)
        return MeteringRectangle(left, top, side, side, MeteringRectangle.METERING_WEIGHT_MAX)
    }

    private companion object {
        const val DARKER_EV = -0.7f
        const val AREA_SHARE = 6
    }
}
