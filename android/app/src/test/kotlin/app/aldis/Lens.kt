package app.aldis

import android.Manifest
import android.content.Context
import android.graphics.ImageFormat
import android.graphics.SurfaceTexture
import android.hardware.camera2.CameraCaptureSession
import android.hardware.camera2.CameraCharacteristics
import android.hardware.camera2.CameraManager
import android.hardware.camera2.CameraMetadata
import android.hardware.camera2.CaptureRequest
import android.media.Image
import android.media.ImageReader
import android.os.Handler
import android.os.HandlerThread
import android.os.Looper
import android.view.Surface
import android.view.TextureView
import java.lang.ref.WeakReference
import java.nio.ByteBuffer
import java.util.concurrent.CopyOnWriteArrayList
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Implementation
import org.robolectric.annotation.Implements
import org.robolectric.annotation.RealObject
import org.robolectric.shadow.api.Shadow
import org.robolectric.shadows.ShadowCameraCaptureSessionImpl
import org.robolectric.shadows.ShadowCameraCharacteristics
import org.robolectric.shadows.ShadowCameraDeviceImpl
import org.robolectric.shadows.ShadowCameraManager
import org.robolectric.shadows.ShadowCaptureRequestBuilder
import org.robolectric.util.ReflectionHelpers
import org.robolectric.util.ReflectionHelpers.ClassParameter

// A camera for tests: the framework's own code up to its native side, which is played here.

/** Gives the phone a camera at its back, and the app its permission. */
fun plugCamera(facing: Int = CameraCharacteristics.LENS_FACING_BACK, allow: Boolean = true, focus: IntArray = USUAL_FOCUS) {
    val app = RuntimeEnvironment.getApplication()
    val traits = ShadowCameraCharacteristics.newCameraCharacteristics()
    Shadow.extract<ShadowCameraCharacteristics>(traits).apply {
        set(CameraCharacteristics.LENS_FACING, facing)
        set(CameraCharacteristics.CONTROL_AF_AVAILABLE_MODES, focus)
        set(CameraCharacteristics.FLASH_INFO_AVAILABLE, true)
        set(CameraCharacteristics.SCALER_AVAILABLE_MAX_DIGITAL_ZOOM, 4f)
    }
    shadowOf(app.getSystemService(Context.CAMERA_SERVICE) as CameraManager).addCamera("0", traits)
    if (allow) shadowOf(app).grantPermissions(Manifest.permission.CAMERA)
}

private val USUAL_FOCUS = intArrayOf(
    CameraMetadata.CONTROL_AF_MODE_OFF, CameraMetadata.CONTROL_AF_MODE_AUTO, CameraMetadata.CONTROL_AF_MODE_CONTINUOUS_PICTURE,
)

/** The preview comes to life, as it does on a phone when the view is on the screen. */
fun openPreview(preview: TextureView) {
    preview.surfaceTextureListener?.onSurfaceTextureAvailable(SurfaceTexture(0), preview.width, preview.height)
}

fun cameraThreads(): List<HandlerThread> =
    Thread.getAllStackTraces().keys.filterIsInstance<HandlerThread>().filter { it.name == "camera" && it.isAlive }

fun idleCamera() = cameraThreads().forEach { thread ->
    try {
        thread.looper?.let { shadowOf(it).idle() }
    } catch (quitting: IllegalStateException) {
        // Told to quit since it was listed: nothing of it waits any more.
    }
}

/** Robolectric's own clean-up would wait, for ever, on the looper of a camera thread that is gone. */
fun stopCamera() {
    ReflectionHelpers.setStaticField(ShadowCameraManager::class.java, "lastCallbackHandler", null)
    FrameReaderShadow.last = null
}

class Plane(private val bytes: ByteBuffer, private val row: Int, private val pixel: Int) : Image.Plane() {
    override fun getBuffer() = bytes

    override fun getRowStride() = row

    override fun getPixelStride() = pixel
}

/** The native side of ImageReader; its queue, listener, handler and closing stay the framework's. */
@Implements(ImageReader::class)
class FrameReaderShadow {
    @RealObject lateinit var real: ImageReader
    private val waiting = ArrayDeque<List<Plane>>()
    private var held = 0
    private val face by lazy { Surface(SurfaceTexture(0)) }

    /** Frames that the app has taken and not given back. */
    val openImages get() = held

    @Synchronized
    fun post(planes: List<Plane>) {
        waiting.addLast(planes)
        ReflectionHelpers.callStaticMethod<Unit>(
            ImageReader::class.java,
            "postEventFromNative",
            ClassParameter.from(Any::class.java, WeakReference(real)),
        )
    }

    @Implementation
    fun nativeGetSurface(): Surface {
        last = this
        return face
    }

    @Implementation(maxSdk = 32)
    @Synchronized
    fun nativeImageSetup(image: Image): Int {
        if (waiting.isEmpty()) return 1
        if (held >= real.maxImages) return 2
        held++
        Shadow.extract<FrameImageShadow>(image).shown = waiting.removeFirst()
        return 0
    }

    @Implementation(minSdk = 33, maxSdk = 33)
    fun nativeImageSetup(image: Image, legacy: Boolean): Int = nativeImageSetup(image)

    @Implementation(minSdk = 34, methodName = "nativeImageSetup")
    fun nativeImageSetupFrom34(image: Image): Int = nativeImageSetup(image)

    @Implementation
    @Synchronized
    fun nativeReleaseImage(image: Image) {
        held--
    }

    companion object {
        /** The reader that the app has made last. */
        @Volatile
        var last: FrameReaderShadow? = null
    }
}

@Implements(className = "android.media.ImageReader\$SurfaceImage", isInAndroidSdk = false)
class FrameImageShadow {
    @RealObject lateinit var real: Image

    /** Not "planes": its getter would be another `getPlanes`, and a JVM may hand out either. */
    lateinit var shown: List<Plane>

    private val reader get() = ReflectionHelpers.getField<ImageReader>(real, "this\$0")

    @Implementation
    fun getPlanes(): Array<Image.Plane> {
        check(ReflectionHelpers.getField<Boolean>(real, "mIsImageValid")) { "the image is closed" }
        return shown.toTypedArray()
    }

    @Implementation
    fun getWidth(): Int = reader.width

    @Implementation
    fun getHeight(): Int = reader.height

    @Implementation
    fun getFormat(): Int = ImageFormat.YUV_420_888
}

/** Robolectric has camera sessions from API 28 on; these two add 26 and 27. */
@Implements(className = "android.hardware.camera2.impl.CameraDeviceImpl", isInAndroidSdk = false)
class OldCameraShadow : ShadowCameraDeviceImpl() {
    @Implementation(maxSdk = 27)
    public override fun createCaptureSession(outputs: List<Surface>, told: CameraCaptureSession.StateCallback, on: Handler?) {
        val session = ReflectionHelpers.loadClass(javaClass.classLoader, "android.hardware.camera2.impl.CameraCaptureSessionImpl")
        val handler = on ?: Handler(checkNotNull(Looper.myLooper()))
        handler.post { told.onConfigured(Shadow.newInstanceOf(session) as CameraCaptureSession) }
    }
}

@Implements(className = "android.hardware.camera2.impl.CameraCaptureSessionImpl", isInAndroidSdk = false)
class OldSessionShadow : ShadowCameraCaptureSessionImpl() {
    @Implementation(maxSdk = 27)
    public override fun setRepeatingRequest(request: CaptureRequest, told: CameraCaptureSession.CaptureCallback?, on: Handler?) = 1

    @Implementation(maxSdk = 27)
    public override fun close() = Unit
}

/** Keeps what the app asks its camera for, request by request. */
@Implements(CaptureRequest.Builder::class)
class NotedRequestShadow : ShadowCaptureRequestBuilder() {
    private val wishes = HashMap<CaptureRequest.Key<*>, Any?>().also(all::add)

    @Implementation
    public override fun <T> set(key: CaptureRequest.Key<T>, value: T) {
        wishes[key] = value
    }

    @Suppress("UNCHECKED_CAST")
    @Implementation
    public override fun <T> get(key: CaptureRequest.Key<T>): T? = wishes[key] as T?

    companion object {
        /** Every request since it was emptied. */
        val all = CopyOnWriteArrayList<Map<CaptureRequest.Key<*>, Any?>>()
    }
}
