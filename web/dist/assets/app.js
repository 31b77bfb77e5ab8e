/* firn web; Apache-2.0. Contains preact 11.2.0 (MIT), @preact/signals 2.11.4 (MIT), @preact/signals-core 1.14.5 (MIT), htm 3.1.1 (Apache-2.0), d3-dispatch 3.0.2 (ISC), d3-force 3.0.1 (ISC), d3-quadtree 3.0.2 (ISC), d3-timer 3.0.2 (ISC).
MIT parts: Copyright (c) 2015-present Jason Miller; (c) 2022-present Preact Team. ISC parts: Copyright 2010-2026 Mike Bostock. */
var B,Yr,vo,De,ho,yn,Kr,bn,Jr,bo,go,Nl,Et=Symbol.for("pv"),_n={},xn=[],El=/^m(i|n|o|s|text|space)$/,$o=Array.isArray,yo=xn.slice,Qe=Object.assign;function Ze(e){e&&e.parentNode&&e.remove()}function zt(e,t,n){var o,r,a,s={},l=arguments.length;for(a in t)a=="key"?o=t[a]:a=="ref"&&typeof e!="function"?r=t[a]:s[a]=t[a];return l>2&&(s.children=l>3?yo.call(arguments,2):n),Nt(e,s,o,r,null)}function Nt(e,t,n,o,r){var a={type:e,props:t,key:n,ref:o,__k:null,__:null,__b:0,__e:null,__c:null,constructor:Et,__v:r||++Yr,__i:-1,__u:0};return!r&&B.vnode&&B.vnode(a),a}function tt(e){return e.children}function et(e,t){this.props=e,this.context=t,this.__g=0}function Be(e,t){if(t==null)return e.__&&Be(e.__,e.__i+1);for(var n;t<e.__k.length;t++)if((n=e.__k[t])&&n.__e)return n.__e;return typeof e.type!="function"||e.props.__P?null:Be(e)}function zl(e){var t,n=e.__v,o=n.__e,r=[],a=[],s=e.__P;s&&((t=Qe({constructor:Et},n)).__v=n.__v+1,B.vnode&&B.vnode(t),_o(s,t,n,e.__n,s.namespaceURI,32&n.__u?[o]:null,r,o||Be(n),32&n.__u,a),t.__v=n.__v,t.__.__k[t.__i]=t,oa(r,t,a),n.__=n.__e=null,t.__e!=o&&Zr(t))}function Zr(e){if((e=e.__)&&e.__c&&!e.props.__P)return e.__e=null,e.__k.some(function(t){return t&&(e.__e=t.__e)}),Zr(e)}function Vr(e){(8&e.__g||(e.__g|=8,De.push(e),yn++))&&ho==B.debounceRendering||((ho=B.debounceRendering)||queueMicrotask)(Qr)}function Qr(){try{for(var e,t=1;De.length;)De.length>t&&De.sort(Kr),e=De.shift(),t=De.length,8&e.__g&&zl(e)}finally{(yn=De.length)&&(ho||queueMicrotask)(Qr)}}function ea(e,t,n,o,r,a,s,l,u,c,f){var b,p,d,g,h,m,v=o.__k||xn,$=t.length;for(u=Al(n,t,v,u,$),b=0;b<$;b++)(d=n.__k[b])!=null&&(p=~d.__i&&v[d.__i]||_n,d.__i=b,m=_o(e,d,p,r,a,s,l,u,c,f),g=d.__e,(p.ref!=d.ref||8&p.__u)&&(p.ref&&xo(p.ref,null,d,p),d.ref&&f.push(d.ref,d.__c||g,d)),h=h||g,4&d.__u?(u=ta(d,u,e,!p.__v),p.__e&&(p.__e=null)):typeof d.type=="function"&&m!==void 0?u=m:g&&(u=g.nextSibling),d.__u&=-21);return n.__e=h,u}function Al(e,t,n,o,r){var a,s,l,u,c,f,b,p,d,g=n.length,h=g,m=0,v=0,$=e.__k=Array(r);for(a=0;a<r;a++)(s=t[a])!=null&&typeof s!="boolean"&&typeof s!="function"?(typeof s!="object"||s.constructor===String?s=$[a]=Nt(null,s):$o(s)?s=$[a]=Nt(tt,{children:s}):s.constructor===Et&&s.__b?s=$[a]=Nt(s.type,s.props,s.key,s.ref,s.__v):$[a]=s,u=a+m,s.__=e,s.__b=e.__b+1,l=null,~(c=s.__i=Ol(s,n,u,h))&&(h--,(l=n[c])&&(l.__u|=2)),l&&l.__v?(s.__u|=16,c==u-1?m--:c==u+1?m++:c!=u&&(c>u?m--:m++,v=1)):(~c||(r>g?m--:r<g&&m++),typeof s.type!="function"&&(s.__u|=4))):$[a]=null;if(v){for(f=[],b=[],a=0;a<r;a++)if((s=$[a])&&16&s.__u){for(m=0,p=f.length;m<p;)f[d=m+p>>1]<s.__i?m=d+1:p=d;f[m]=s.__i,b[a]=m+1}for(m=f.length;a--;)b[a]&&(b[a]==m?m--:$[a].__u|=4)}if(h)for(a=0;a<g;a++)!(l=n[a])||2&l.__u||(l.__e==o&&(o=Be(l)),wo(l,l));return o}function ta(e,t,n,o){var r,a,s,l;if(typeof e.type=="function"){if(e.props.__P)return t;if(r=e.__k)for(a=0;a<r.length;a++)r[a]&&(r[a].__=e,t=ta(r[a],t,n,!1));return t}for(t&&!t.parentNode&&(t=Be(e))&&!t.parentNode&&(t=null),s=e.__e,l=t;l&&l.nodeType==8;)l=l.nextSibling;for(s!=l&&(!o&&n.moveBefore&&s.parentNode?n.moveBefore(s,t):n.insertBefore(s,t||null)),t=s;(t=t&&t.nextSibling)&&t.nodeType==8&&!t.data.startsWith("$s"););return t}function Ol(e,t,n,o){var r,a=e.key,s=e.type,l=t[n],u=l&&!(2&l.__u);if(l===null&&a==null||u&&a==l.key&&s==l.type)return n;if(o>(u?1:0)){for(r=n-1;r>=0;r--)if((l=t[r])&&!(2&l.__u)&&a==l.key&&s==l.type)return r;for(r=n+1;r<t.length;r++)if((l=t[r])&&!(2&l.__u)&&a==l.key&&s==l.type)return r}return-1}function Xr(e,t,n){n==null&&(n=""),t[0]=="-"?e.setProperty(t,n):e[t]=n}function vn(e,t,n,o,r){var a,s;if(t=="style")if(typeof n=="string")e.style.cssText=n;else{if(typeof o=="string"&&(e.style.cssText=o=""),o)for(t in o)n&&t in n||Xr(e.style,t);if(n)for(t in n)o&&n[t]==o[t]||Xr(e.style,t,n[t])}else if(t[0]=="o"&&t[1]=="n")typeof n!="function"&&(n=null),typeof o!="function"&&(o=null),(e.__e||(e.__e={}))[t]=n,n&&o||(s=go[t]||(go[t]=Ll(t)),(e.__a||(e.__a={}))[t]=bo,a=t!=(t=t.replace(Jr,"$1")),(t=t.slice(2))[0]<"a"&&(t=t.toLowerCase()),n?e.addEventListener(t,s,a):e.removeEventListener(t,s,a));else{if(r=="http://www.w3.org/2000/svg")t=t.replace(/xlink(H|:h)/,"h").replace(/sName$/,"s");else if(t!="width"&&t!="height"&&t!="href"&&t!="list"&&t!="form"&&t!="tabIndex"&&t!="download"&&t!="rowSpan"&&t!="colSpan"&&t!="role"&&t!="popover"&&t in e)try{return void(e[t]=n??"")}catch{}if(typeof n=="function")return;n==null||n===!1&&t[4]!="-"?e.removeAttribute(t):e.setAttribute(t,t=="popover"&&n==1?"":n)}}function Ll(e){return function(t){var n=this.__e;if(n){if(n=n[e],t[bn]==null)t[bn]=bo++;else if(t[bn]<this.__a[e])return;return n(B.event?B.event(t):t)}}}function _o(e,t,n,o,r,a,s,l,u,c){var f,b,p,d,g,h,m,v,$,k,x,F,W,X,I,re,_,P,L=t.type;if(t.constructor!==Et)return null;128&n.__u&&(u=32&n.__u,f=n.__c.__z)&&(t.__u|=u,b=a=[],f.nodeType==8?l=$n(f,a):a.push(f),l=a[0]||l),(f=B.__b)&&f(t);e:if(typeof L=="function"){p=s.length;try{if(v=t.props,$=(f=L.prototype)&&f.render,k=(f=L.contextType)&&o[f.__c],x=f?k?k.props.value:f.__:o,(d=n.__c)?(t.__c=d,2&d.__g&&(d.__g|=1)):($?t.__c=d=new L(v,x):(t.__c=d=new et(v,x),d.constructor=L,d.render=Bl),k&&k.sub(d),d.state||(d.state={}),d.__n=o,d.__g|=8,d.__h=[],d.__k=[]),$&&(d.__s||(d.__s=d.state),L.getDerivedStateFromProps&&(d.__s==d.state&&(d.__s=Qe({},d.__s)),Qe(d.__s,L.getDerivedStateFromProps(v,d.__s)))),g=d.props,h=d.state,d.__v=t,n.__c){if(v!==g&&$&&!L.getDerivedStateFromProps&&d.componentWillReceiveProps&&d.componentWillReceiveProps(v,x),t.__v==n.__v&&!(8&d.__g)||!(4&d.__g)&&d.shouldComponentUpdate&&d.shouldComponentUpdate(v,d.__s,x)===!1){t.__v!=n.__v&&(d.props=v,d.state=d.__s,d.__g&=-9),t.__e=n.__e,t.__k=n.__k,t.__k.some(function(C){C&&(C.__=t)}),xn.push.apply(d.__h,d.__k),d.__k=[],d.__h.length&&s.push(d),l=Be(n);break e}d.componentWillUpdate&&d.componentWillUpdate(v,d.__s,x),$&&d.componentDidUpdate&&d.__h.push(function(){d.componentDidUpdate(g,h,m)})}else $&&!L.getDerivedStateFromProps&&d.componentWillMount&&d.componentWillMount(),$&&d.componentDidMount&&d.__h.push(d.componentDidMount);d.context=x,d.props=v,d.__P=e,d.__g&=-5,F=B.__r,W=$?25:0;do d.__g&=-9,F&&F(t),f=d.render(d.props,d.state=d.__s,d.context);while(8&d.__g&&++W<25);$&&(xn.push.apply(d.__h,d.__k),d.__k=[]),d.state=d.__s,d.getChildContext&&(o=Qe({},o,d.getChildContext())),$&&n.__c&&d.getSnapshotBeforeUpdate&&(m=d.getSnapshotBeforeUpdate(g,h)),X=f&&f.type===tt&&f.key==null?f.props.children:f,v.__P&&(f=l,r=(e=v.__P).namespaceURI,u=a=null,n.props&&n.props.__P!=e&&(n.__k.some(function(C){C&&wo(C,C)}),n.__k=null),l=n.__k?Be(n,0):null),l=ea(e,$o(X)?X:[X],t,n,o,r,a,s,l,u,c),v.__P&&(t.__e=null,l=f),t.__u&=-161,b&&b.some(Ze),d.__h.length&&s.push(d),1&d.__g&&(d.__g&=-4)}catch(C){if(s.length=p,t.__v=null,u||a)if(C&&C.then){if(t.__u|=128|u,a){for(~(_=a.indexOf(l||void 0))||(_=a.length);(P=a[_-1])&&P.nodeType==8;)_--;for(;_<a.length;_++)if(P=a[_])if(a[_]=null,I){if(P==re)break}else{if(P.nodeType!=8)break;P.data.startsWith("$s")&&(re=$n(I=P))}}if(!I){for(;l&&l.nodeType==8&&l.nextSibling;)l=l.nextSibling;I=l}(f=$n(I=t.__c.__z||(t.__c.__z=I)))?(t.__e=I,l=f):t.__e=l,l=l&&l.nextSibling}else a&&a.some(Ze);else t.__e=n.__e;t.__k||(t.__k=n.__k||[]),C&&C.then||na(t),B.__e(C,t,n)}}else l=t.__e=Dl(n.__e,t,n,o,r,a,s,u,c,e);return(f=B.diffed)&&f(t),l}function $n(e,t){if(e&&e.nodeType==8&&e.data.startsWith("$s"))for(var n=1;e=e.nextSibling;){if(e.nodeType==8){if(e.data.startsWith("$s"))n++;else if(e.data.startsWith("/$s")&&!--n)return e}t&&t.push(e)}}function na(e){e&&(e.__c&&(e.__c.__g|=4),e.__k&&e.__k.some(na))}function oa(e,t,n){for(var o=0;o<n.length;)xo(n[o++],n[o++],n[o++]);B.__c&&B.__c(t,e),e.some(function(r){try{e=r.__h,r.__h=[],e.some(function(a){a.call(r)})}catch(a){B.__e(a,r.__v)}})}function Dl(e,t,n,o,r,a,s,l,u,c){var f,b,p,d,g,h,m,v,$=n.props||_n,k=t.props,x=t.type;if(x=="svg"?r="http://www.w3.org/2000/svg":x=="math"?r="http://www.w3.org/1998/Math/MathML":r||(r="http://www.w3.org/1999/xhtml"),a){for(f=0;f<a.length;f++)if((g=a[f])&&(x?g.localName==x:g.nodeType==3)){e=g,a[f]=null;break}}if(!e){if(v=c.ownerDocument||document,!x)return v.createTextNode(k);e=v.createElementNS(r,x,k.is?k:c),l&&(B.__m&&B.__m(t,a),l=!1),a=null}if(x){if(c=x=="template"&&e.content||e,a=x=="textarea"&&k.defaultValue!=null?null:a&&yo.call(c.childNodes),!l&&a)for($={},f=0;f<e.attributes.length;f++)$[(g=e.attributes[f]).name]=g.value;for(f in $)g=$[f],f=="dangerouslySetInnerHTML"?p=g:f=="children"||f in k||f=="value"&&"defaultValue"in k||f=="checked"&&"defaultChecked"in k||vn(e,f,null,g,r);for(f in k)g=k[f],f=="children"?d=g:f=="dangerouslySetInnerHTML"?b=g:f=="value"?h=g:f=="checked"?m=g:l&&typeof g!="function"||$[f]===g||vn(e,f,g,$[f],r);b?(l||p&&(b.__html==p.__html||b.__html==e.innerHTML)||(e.innerHTML=b.__html),t.__k=[]):(p&&(e.textContent=""),(x=="foreignObject"||r=="http://www.w3.org/1998/Math/MathML"&&El.test(x))&&(r="http://www.w3.org/1999/xhtml"),ea(c,$o(d)?d:[d],t,n,o,r,a,s,a?a[0]:n.__k&&Be(n,0),l,u),a&&a.some(Ze)),l&&x!="textarea"||(f="value",x=="progress"&&h==null?e.removeAttribute(f):h==null||h===e[f]&&(x!="progress"||h)||vn(e,f,h,$[f],r),f="checked",m!=null&&m!=e[f]&&vn(e,f,m,$[f],r))}else $===k||l&&e.data==k||(e.data=k);return e}function xo(e,t,n,o){try{typeof e=="function"?t?t.__x=e(t)||1:o&&(o=o.__c||o.__e)&&(t=o.__x)&&(o.__x=null,typeof t=="function"?t():e(null)):e.current=t}catch(r){B.__e(r,n)}}function wo(e,t,n){var o,r,a,s;if(B.unmount&&B.unmount(e),!(o=e.ref)||o.current&&o.current!=e.__e||xo(o,null,t,e),o=e.__c){if(o.componentWillUnmount)try{o.componentWillUnmount()}catch(l){B.__e(l,t)}o.__P=o.__n=null}if(o=e.__k)for(s=0;s<o.length;s++)o[s]&&wo(o[s],t,typeof e.type!="function"||n&&!e.props.__P);!n&&(o=e.__c)&&(o=o.__z)&&(r=$n(o,a=[]))&&(o==e.__e&&a.some(Ze),Ze(r),Ze(o)),n||Ze(e.__e),e.__e=e.__c=e.__=null}function Bl(e,t,n){return this.constructor(e,n)}function ko(e,t){var n,o,r,a;B.__&&B.__(e,t),t.nodeType==9&&(t=t.documentElement),o=(n=e&&32&e.__u)?null:t.__k,t.__k=Nt(tt,{children:[e]}),r=[],a=[],_o(t,t.__k,o||_n,_n,t.namespaceURI,o?null:t.firstChild?yo.call(t.childNodes):null,r,o?o.__e:t.firstChild,n,a),oa(r,t.__k,a),t.__k.props.children=null}B={__e:function(e,t,n,o){for(var r,a,s;t=t.__;)if((r=t.__c)&&!(1&r.__g)){r.__g|=4;try{if((s=(a=r.constructor)&&a.getDerivedStateFromError)&&r.setState(a.getDerivedStateFromError(e)),r.componentDidCatch&&(r.componentDidCatch(e,o||{}),s=1),s&&8&r.__g)return void(r.__g|=2)}catch(l){e=l}}throw yn=0,e}},Yr=0,vo=function(e){return e!=null&&e.constructor===Et},et.prototype.setState=function(e,t){var n=this.__s;n&&n!=this.state||(n=this.__s=Qe({},this.state)),typeof e=="function"&&(e=e(Qe({},n),this.props)),e&&(Qe(n,e),this.__v&&(t&&this.__k.push(t),Vr(this)))},et.prototype.forceUpdate=function(e){this.__v&&(this.__g|=4,e&&this.__h.push(e),Vr(this))},et.prototype.render=tt,De=[],yn=0,Kr=function(e,t){return e.__v.__b-t.__v.__b},bn=Symbol(),Jr=/(PointerCapture)$|Capture$/i,bo=0,go={},Nl=0;var Ot,J,So,ra,To=Object.is,wn=0,pa=[],Co=[],Y=B,aa=Y.__b,sa=Y.__r,ia=Y.diffed,la=Y.__c,ca=Y.unmount,ua=Y.__;function Mo(e,t){Y.__h&&Y.__h(J,e,wn||t),wn=0;var n=J.__H||(J.__H={__:[],__h:[]});return e>=n.__.length&&n.__.push({}),n.__[e]}function E(e){return wn=1,Rl(ha,e)}function Rl(e,t,n){var o=Mo(Ot++,2);if(o.t=e,!o.__c&&(o.__=[n?n(t):ha(void 0,t),function(a){var s=(o.__N||o.__)[0],l=o.t(s,a);To(s,l)||(o.__N=[l,o.__[1]],o.__c.setState({}))}],o.__c=J,!J.__f)){J.__f=!0;var r=J.shouldComponentUpdate;J.shouldComponentUpdate=function(a,s,l){var u=this.__H;if(!u)return!0;var c=!1,f=this.props!=a;if(u.__.some(function(p){p.__N&&(c=!0,To(p.__[0],p.__N[0])||(f=!0))}),r){var b=r.call(this,a,s,l);return c?b||f:b}return!c||f}}return o.__}function A(e,t){var n=Mo(Ot++,3);!Y.__s&&ma(n.__H,t)&&(n.__P=!0,n.__=e,n.u=t,J.__H.__h.push(n))}function xe(e){return wn=5,kn(function(){return{current:e}},[])}function kn(e,t){var n=Mo(Ot++,7);return ma(n.__H,t)&&(n.__=e(),n.__H=t),n.__}function Fl(){var e;do{for(;e=Co.shift();)try{At(e)}catch(n){Y.__e(n,{__:(e=e.__P)&&e.__v})}for(;e=pa.shift();){var t=e.__H;if(e.__P&&t)try{t.__h.some(At),t.__h.some(Po),t.__h=[]}catch(n){t.__h=[],Y.__e(n,e.__v)}}}while(Co.length)}Y.__b=function(e){J=null,aa&&aa(e)},Y.__=function(e,t){e&&t.__k&&t.__k.__m&&(e.__m=t.__k.__m),ua&&ua(e,t)},Y.__r=function(e){sa&&sa(e),Ot=0;var t=(J=e.__c).__H;t&&(So==J?J.__h=[]:(t.__h.some(At),t.__h.some(Po),Ot=0),t.__h=[],t.__.some(function(n){n.__N&&(n.__=n.__N),n.u=n.__N=void 0})),So=J},Y.diffed=function(e){ia&&ia(e);var t=e.__c;t&&t.__H&&(t.__H.__h.length&&fa(pa.push(t)),t.__H.__.some(function(n){n.u&&(n.__H=n.u)})),So=J=null},Y.__c=function(e,t){t.some(function(n){try{n.__h.some(At),n.__h=n.__h.filter(function(o){return!o.__||Po(o)})}catch(o){n.__h=[function(){throw o}]}}),la&&la(e,t)},Y.unmount=function(e){ca&&ca(e);var t,n,o=e.__c;o&&o.__H&&(o.__H.__.some(function(r){try{if(r.__P&&r.__c){if(n===void 0){for(n=e.__;n&&(!n.__c||!n.__c.__P);)n=n.__;n=n&&n.__c}r.__P=n,fa(Co.push(r))}else At(r)}catch(a){t=a}}),o.__H=void 0,t&&Y.__e(t,o.__v))};var da=typeof requestAnimationFrame=="function";function Il(e){var t,n=function(){clearTimeout(o),da&&cancelAnimationFrame(t),setTimeout(e)},o=setTimeout(n,35);da&&(t=requestAnimationFrame(n))}function fa(e){e!=1&&ra==Y.requestAnimationFrame||((ra=Y.requestAnimationFrame)||Il)(Fl)}function At(e){var t=J,n=e.__c;typeof n=="function"&&(e.__c=void 0,n()),J=t}function Po(e){var t=J;e.__c=e.__(),J=t}function ma(e,t){return!e||e.length!=t.length||t.some(function(n,o){return!To(n,e[o])})}function ha(e,t){return typeof t=="function"?t(e):t}var jl=Symbol.for("preact-signals");function Pn(){if(Me>1)Me--;else{var e,t=!1;for((function(){var r=Tn;for(Tn=void 0;r!==void 0;){var a=r.S;if(a.v===r.v)for(var s=a.t;s!==void 0;s=s.x)s.i===r.i&&(s.i=a.i);r=r.o}})();Dt!==void 0;){var n=Dt;for(Dt=void 0,Sn++;n!==void 0;){var o=n.u;if(n.u=void 0,n.f&=-3,!(8&n.f)&&va(n))try{n.c()}catch(r){t||(e=r,t=!0)}n=o}}if(Sn=0,Me--,t)throw e}}function mt(e){if(Me>0)return e();No=++Hl,Me++;try{return e()}finally{Pn()}}var Lt,H=void 0;function Bt(e){var t=H,n=Lt;H=void 0,Lt=void 0;try{return e()}finally{H=t,Lt=n}}var Dt=void 0,Me=0,Sn=0,Hl=0,No=0,Tn=void 0,Cn=0;function ga(e){if(H!==void 0){var t=e.n;if(t===void 0||t.t!==H)return t={i:0,S:e,p:H.s,n:void 0,t:H,e:void 0,x:void 0,r:t},H.s!==void 0&&(H.s.n=t),H.s=t,e.n=t,32&H.f&&e.S(t),t;if(t.i===-1)return t.i=0,t.n!==void 0&&(t.n.p=t.p,t.p!==void 0&&(t.p.n=t.n),t.p=H.s,t.n=void 0,H.s.n=t,H.s=t),t}}function Z(e,t){this.v=e,this.i=0,this.n=void 0,this.t=void 0,this.l=0,this.W=t?.watched,this.Z=t?.unwatched,this.name=t?.name}Z.prototype.brand=jl;Z.prototype.h=function(){return!0};Z.prototype.S=function(e){var t=this,n=this.t;n!==e&&e.e===void 0&&(e.x=n,this.t=e,n!==void 0?n.e=e:Bt(function(){var o;(o=t.W)==null||o.call(t)}))};Z.prototype.U=function(e){var t=this;if(this.t!==void 0){var n=e.e,o=e.x;n!==void 0&&(n.x=o,e.e=void 0),o!==void 0&&(o.e=n,e.x=void 0),e===this.t&&(this.t=o,o===void 0&&Bt(function(){var r;(r=t.Z)==null||r.call(t)}))}};Z.prototype.subscribe=function(e){var t=this;return be(function(){var n=t.value;Bt(function(){return e(n)})},{name:"sub"})};Z.prototype.valueOf=function(){return this.value};Z.prototype.toString=function(){return this.value+""};Z.prototype.toJSON=function(){return this.value};Z.prototype.peek=function(){var e=this;return Bt(function(){return e.value})};Object.defineProperty(Z.prototype,"value",{get:function(){var e=ga(this);return e!==void 0&&(e.i=this.i),this.v},set:function(e){if(e!==this.v){if(Sn>100)throw new Error("Cycle detected");(function(n){Me!==0&&Sn===0&&n.l!==No&&(n.l=No,Tn={S:n,v:n.v,i:n.i,o:Tn})})(this),this.v=e,this.i++,Cn++,Me++;try{for(var t=this.t;t!==void 0;t=t.x)t.t.N()}finally{Pn()}}}});function w(e,t){return new Z(e,t)}function va(e){for(var t=e.s;t!==void 0;t=t.n)if(t.S.i!==t.i||!t.S.h()||t.S.i!==t.i)return!0;return!1}function ba(e){for(var t=e.s;t!==void 0;t=t.n){var n=t.S.n;if(n!==void 0&&(t.r=n),t.S.n=t,t.i=-1,t.n===void 0){e.s=t;break}}}function $a(e){for(var t=e.s,n=void 0;t!==void 0;){var o=t.p;t.i===-1?(t.S.U(t),o!==void 0&&(o.n=t.n),t.n!==void 0&&(t.n.p=o)):n=t,t.S.n=t.r,t.r!==void 0&&(t.r=void 0),t=o}e.s=n}function nt(e,t){Z.call(this,void 0,t),this.x=e,this.s=void 0,this.g=Cn-1,this.f=4}nt.prototype=new Z;nt.prototype.h=function(){if(this.f&=-3,1&this.f)return!1;if((36&this.f)==32||(this.f&=-5,this.g===Cn))return!0;if(this.g=Cn,this.f|=1,this.i>0&&!va(this))return this.f&=-2,!0;var e=H;try{ba(this),H=this;var t=this.x();(16&this.f||this.v!==t||this.i===0)&&(this.v=t,this.f&=-17,this.i++)}catch(n){this.v=n,this.f|=16,this.i++}return H=e,$a(this),this.f&=-2,!0};nt.prototype.S=function(e){if(this.t===void 0){this.f|=36;for(var t=this.s;t!==void 0;t=t.n)t.S.S(t)}Z.prototype.S.call(this,e)};nt.prototype.U=function(e){if(this.t!==void 0&&(Z.prototype.U.call(this,e),this.t===void 0)){this.f&=-33;for(var t=this.s;t!==void 0;t=t.n)t.S.U(t)}};nt.prototype.N=function(){if(!(2&this.f)){this.f|=6;for(var e=this.t;e!==void 0;e=e.x)e.t.N()}};Object.defineProperty(nt.prototype,"value",{get:function(){if(1&this.f)throw new Error("Cycle detected");var e=ga(this);if(this.h(),e!==void 0&&(e.i=this.i),16&this.f)throw this.v;return this.v}});function U(e,t){return new nt(e,t)}function ya(e){var t=e.j;if(e.j=void 0,typeof t=="function"){Me++;var n=H;H=void 0;try{t()}catch(o){throw e.f&=-2,e.f|=8,Eo(e),o}finally{H=n,Pn()}}}function Eo(e){for(var t=e.s;t!==void 0;t=t.n)t.S.U(t);e.x=void 0,e.s=void 0,ya(e)}function Ul(e){if(H!==this)throw new Error("Out-of-order effect");$a(this),H=e,this.f&=-2;try{8&this.f&&Eo(this)}finally{Pn()}}function ht(e,t){this.x=e,this.j=void 0,this.s=void 0,this.u=void 0,this.f=32,this.name=t?.name,Lt&&Lt.push(this)}ht.prototype.c=function(){var e=this.S();try{if(8&this.f||this.x===void 0)return;var t=this.x();typeof t=="function"&&(this.j=t)}finally{e()}};ht.prototype.S=function(){if(1&this.f)throw new Error("Cycle detected");this.f|=1,this.f&=-9,ya(this),ba(this),Me++;var e=H;return H=this,Ul.bind(this,e)};ht.prototype.N=function(){2&this.f||(this.f|=2,this.u=Dt,Dt=this)};ht.prototype.d=function(){this.f|=8,1&this.f||Eo(this)};ht.prototype.dispose=function(){this.d()};function be(e,t){var n=new ht(e,t);try{n.c()}catch(r){throw n.d(),r}var o=n.d.bind(n);return o[Symbol.dispose]=o,o}var _a,Nn,Mn,Gl=typeof window<"u"&&!!window.__PREACT_SIGNALS_DEVTOOLS__;var xa=[];be(function(){_a=this.N})();function gt(e,t){B[e]=t.bind(null,B[e]||function(){})}function Rt(e){if(Mn){var t=Mn;Mn=void 0,t()}Mn=e&&e.S()}function wa(e){var t=this,n=e.data,o=Wl(n);o.name="ReactiveDom",o.value=n;var r=kn(function(){for(var l=t,u=t.__v;u=u.__;)if(u.__c){u.__c.__$f|=4;break}var c=U(function(){var d=o.value.value;return d===0?0:d===!0?"":d||""}),f=U(function(){return!Array.isArray(c.value)&&!vo(c.value)}),b=be(function(){if(this.N=ka,f.value){var d=c.value;l.__v&&l.__v.__e&&l.__v.__e.nodeType===3&&(l.__v.__e.data=d)}}),p=t.__$u.d;return t.__$u.d=function(){b(),p.call(this)},[f,c]},[]),a=r[0],s=r[1];return a.value?s.peek():s.value}wa.displayName="ReactiveTextNode";Object.defineProperties(Z.prototype,{constructor:{configurable:!0,value:zt(tt,null).constructor},type:{configurable:!0,value:wa},props:{configurable:!0,get:function(){var e=this;return{data:{get value(){return e.value}}}}},__b:{configurable:!0,value:1}});gt("__b",function(e,t){if(Rt(),Nn=void 0,typeof t.type=="string"){var n,o=t.props;for(var r in o)if(r!=="children"){var a=o[r];a instanceof Z&&(n||(t.__np=n={}),n[r]=a,o[r]=a.peek())}}e(t)});gt("__r",function(e,t){if(e(t),t.type!==tt){Rt();var n,o=t.__c;o&&(o.__$f&=-2,(n=o.__$u)===void 0&&(o.__$u=n=(function(r,a){var s;return be(function(){s=this},{name:a}),s.c=r,s})((function(r){return function(){var a;Gl&&((a=this.y)==null||a.call(this)),r.__$f|=1,r.setState({})}})(o),typeof t.type=="function"?t.type.displayName||t.type.name:""))),Nn=o,Rt(n)}});gt("__e",function(e,t,n,o){Rt(),Nn=void 0,e(t,n,o)});gt("diffed",function(e,t){Rt(),Nn=void 0;var n;if(typeof t.type=="string"&&(n=t.__e)){var o=t.__np,r=t.props,a=n.U;if(a)for(var s in a){var l=a[s];l===void 0||o&&s in o||(l.d(),a[s]=void 0)}if(o){a||(a={},n.U=a);for(var u in o){var c=a[u],f=o[u];c===void 0?(c=ql(n,u,f,r),a[u]=c):c.o(f,r)}}}e(t)});function ql(e,t,n,o){var r=t in e&&e.ownerSVGElement===void 0,a=w(n);return{o:function(s,l){a.value=s,o=l},d:be(function(){this.N=ka;var s=a.value.value;o[t]!==s&&(o[t]=s,r?e[t]=s:s!=null&&(s!==!1||t[4]==="-")?e.setAttribute(t,s):e.removeAttribute(t))})}}gt("unmount",function(e,t){if(typeof t.type=="string"){var n=t.__e;if(n){var o=n.U;if(o){n.U=void 0;for(var r in o){var a=o[r];a&&a.d()}}}var s=t.__np;if(s){var l=t.props;for(var u in s)l[u]=s[u]}t.__np=void 0}else{var c=t.__c;if(c){c.__$f|=8;var f=c.__$u;f&&(c.__$u=void 0,f.d())}}e(t)});gt("__h",function(e,t,n,o){o<3&&(t.__$f|=2),e(t,n,o)});et.prototype.shouldComponentUpdate=function(e,t){if(this.__R)return!0;var n=this.__$u,o=n&&n.s!==void 0;for(var r in t)return!0;if(this.__f||typeof this.u=="boolean"&&this.u===!0){var a=2&this.__$f;if(!(o||a||4&this.__$f)||1&this.__$f)return!0}else if(!(o||4&this.__$f)||3&this.__$f)return!0;for(var s in e)if(s!=="__source"&&e[s]!==this.props[s])return!0;for(var l in this.props)if(!(l in e))return!0;return!1};function Wl(e,t){return kn(function(){return w(e,t)},[])}var Vl=function(e){queueMicrotask(function(){queueMicrotask(e)})};function Xl(){mt(function(){for(var e;e=xa.shift();)_a.call(e)})}function ka(){xa.push(this)===1&&(B.requestAnimationFrame||Vl)(Xl)}var Ta=function(e,t,n,o){var r;t[0]=0;for(var a=1;a<t.length;a++){var s=t[a++],l=t[a]?(t[0]|=s?1:2,n[t[a++]]):t[++a];s===3?o[0]=l:s===4?o[1]=Object.assign(o[1]||{},l):s===5?(o[1]=o[1]||{})[t[++a]]=l:s===6?o[1][t[++a]]+=l+"":s?(r=e.apply(l,Ta(e,l,n,["",null])),o.push(r),l[0]?t[0]|=2:(t[a-2]=0,t[a]=r)):o.push(l)}return o},Sa=new Map;function Ca(e){var t=Sa.get(this);return t||(t=new Map,Sa.set(this,t)),(t=Ta(this,t.get(e)||(t.set(e,t=(function(n){for(var o,r,a=1,s="",l="",u=[0],c=function(p){a===1&&(p||(s=s.replace(/^\s*\n\s*|\s*\n\s*$/g,"")))?u.push(0,p,s):a===3&&(p||s)?(u.push(3,p,s),a=2):a===2&&s==="..."&&p?u.push(4,p,0):a===2&&s&&!p?u.push(5,0,!0,s):a>=5&&((s||!p&&a===5)&&(u.push(a,0,s,r),a=6),p&&(u.push(a,p,0,r),a=6)),s=""},f=0;f<n.length;f++){f&&(a===1&&c(),c(f));for(var b=0;b<n[f].length;b++)o=n[f][b],a===1?o==="<"?(c(),u=[u],a=3):s+=o:a===4?s==="--"&&o===">"?(a=1,s=""):s=o+s[0]:l?o===l?l="":s+=o:o==='"'||o==="'"?l=o:o===">"?(c(),a=1):a&&(o==="="?(a=5,r=s,s=""):o==="/"&&(a<5||n[f][b+1]===">")?(c(),a===3&&(u=u[0]),a=u,(u=u[0]).push(2,0,a),a=0):o===" "||o==="	"||o===`
`||o==="\r"?(c(),a=2):s+=o),a===3&&s==="!--"&&(a=4,u=u[0])}return c(),u})(e)),t),arguments,[])).length>1?t:t[0]}var i=Ca.bind(zt);var Yl=/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu,T=e=>String(e??"").replace(Yl,t=>`\\u{${t.codePointAt(0).toString(16).toUpperCase()}}`);var V="/api/v1",Ne=encodeURIComponent;function Ft(e){let t=Object.entries(e).filter(([,n])=>n);return t.length?"?"+new URLSearchParams(t):""}var y={node:()=>`${V}/node`,readyz:()=>"/readyz?verbose",p2pStart:()=>`${V}/p2p/start`,p2pStop:()=>`${V}/p2p/stop`,peers:(e={})=>`${V}/peers${Ft(e)}`,peer:e=>`${V}/peers/${Ne(e)}`,peerPing:e=>`${V}/peers/${Ne(e)}/ping`,peerBan:e=>`${V}/peers/${Ne(e)}/ban`,peerUnban:e=>`${V}/peers/${Ne(e)}/unban`,discovery:()=>`${V}/discovery`,topology:()=>`${V}/topology`,events:(e={})=>`${V}/events${Ft(e)}`,blobs:(e={})=>`${V}/blobs${Ft(e)}`,blob:(e,t={})=>`${V}/blobs/${Ne(e)}${Ft(t)}`,blobTicket:e=>`${V}/blobs/${Ne(e)}/ticket`,blobVerify:e=>`${V}/blobs/${Ne(e)}/verify`,tag:e=>`${V}/tags/${Ne(e)}`,limits:()=>`${V}/limits`,schedules:()=>`${V}/schedules`,transfers:(e={})=>`${V}/transfers${Ft(e)}`,transferStats:()=>`${V}/transfers/stats`,transfer:e=>`${V}/transfers/${Ne(e)}`};var zo=["blob_added","blob_removed","blob_state","transfer","tag","peer","discovery","p2p","task_error","reset"],Re=w("waiting"),Ao=()=>{},vt="BroadcastChannel"in self?new BroadcastChannel("firn-events"):null;function Kl(e){let t=Re.value;Re.value=e,e==="live"&&t==="lost"&&Ao("reset",{})}function En(e){vt?.postMessage(e),Ma(e)}function Ma(e){e.connection?Kl(e.connection):e.type&&Ao(e.type,e.data,e.id)}function Pa(){let e,t=()=>{e=new EventSource(y.events()),e.onopen=()=>En({connection:"live"}),e.onerror=()=>{En({connection:"lost"}),e.readyState===EventSource.CLOSED&&setTimeout(t,2e3)};for(let n of zo)e.addEventListener(n,o=>{try{let r=o.lastEventId;En({type:n,data:JSON.parse(o.data),id:r})}catch{}})};Re.value==="live"&&En({connection:"lost"}),t(),vt?.addEventListener("message",({data:n})=>{n.ask&&vt.postMessage({connection:Re.value})})}function Na(e){if(Ao=e,!vt||!navigator.locks){Pa();return}vt.addEventListener("message",({data:t})=>Ma(t)),vt.postMessage({ask:!0}),navigator.locks.request("firn-events",()=>(Pa(),new Promise(()=>{})))}var Fe=class extends Error{constructor(t,n){super(n.detail||n.title||`HTTP status ${t}`),this.status=t,this.code=n.code||"",this.hint=n.hint||"",this.requestId=n.request_id||""}},Oo=()=>new Fe(0,{code:"unreachable",detail:"The node does not answer.",hint:"Is firnd still running? This page goes on by itself when it is back."});async function Ea(e){let t={};try{t=await e.json()}catch{}return new Fe(e.status,t??{})}async function za(e,t,n,o){let r={method:e,headers:{Accept:"application/json",...o}};n!==void 0&&(r.headers["Content-Type"]="application/json",r.body=JSON.stringify(n));let a;try{a=await fetch(t,r)}catch{throw Oo()}if(!a.ok)throw await Ea(a);return a}async function Aa(e){if(e.status===204)return null;try{return await e.json()}catch{throw new Fe(e.status,{detail:"The answer was cut off or is not JSON."})}}var M=async(e,t,n)=>Aa(await za(e,t,n));async function Lo(e,t,n,o){let a=await za(e,t,n,o?{"If-Match":o}:{});return{json:await Aa(a),version:a.headers.get("ETag")??""}}async function Oa(e){let t;try{t=await fetch(e)}catch{throw Oo()}if(!(t.headers.get("Content-Type")??"").startsWith("text/plain"))throw await Ea(t);return t.text()}var Jl=e=>e.slice(0,1).arrayBuffer().then(()=>!0,()=>!1),Zl=()=>new Fe(0,{code:"unreadable",detail:"The browser cannot read it.",hint:"Is it a folder, or was it changed or removed since it was chosen?"});function La(e,t,n){let o=new XMLHttpRequest,r=new Promise((a,s)=>{let l=()=>{try{return JSON.parse(o.responseText)??{}}catch{return{}}};o.upload.onprogress=u=>n(u.loaded),o.onload=()=>{o.status>=200&&o.status<300?a(l()):s(new Fe(o.status,l()))},o.onerror=async()=>s(await Jl(t)?Oo():Zl()),o.onabort=()=>s(new Fe(0,{code:"cancelled",detail:"Stopped."}))});return o.open("POST",e),o.setRequestHeader("Content-Type","application/octet-stream"),o.send(t),{done:r,abort:()=>o.abort()}}function ee(e,t){let n=0,o=0,r=!1,a=!1,s=c=>{clearTimeout(o),o=n?setTimeout(l,c):0};async function l(){r||document.hidden||(r=!0,a=!1,await e(),r=!1,s(a?400:t))}document.addEventListener("visibilitychange",()=>{!document.hidden&&n&&l()});let u=()=>{n--,n||clearTimeout(o)};return{changed(){n&&!a&&(a=!0,r||s(400))},now:l,watch(){return n++,l(),u},watchLater(){return n++,s(t),u}}}var $e=w(null),Ie=w(null),ue=w(Date.now()),Da=0;async function ot(){try{$e.value=await M("GET",y.node()),Ie.value=null,Da=Date.now()-$e.value.uptime_s*1e3}catch(e){Ie.value=e}}var Ba=ee(ot,1e4),Ra=Ba.watchLater,Fa=Ba.changed,Ia=()=>(ue.value-Da)/1e3;setInterval(()=>{ue.value=Date.now()},1e3);var Ql=50,ec=250,Ro=w(null),It=w(null),je=w({state:"",tag:""}),He=w([""]),Fo=w(null),ja=U(()=>He.value.length),Io=U(()=>Fo.value!=null),zn=U(()=>He.value.length>1),Ha=U(()=>je.value.state!==""||je.value.tag!==""),Do=0;async function Ue(){let e=++Do,t=He.value.at(-1);try{let n=await M("GET",y.blobs({limit:Ql,cursor:t,...je.value}));if(e!==Do)return;mt(()=>{Ro.value=n.items,Fo.value=n.next,It.value=null}),!n.items.length&&zn.value&&jo()}catch(n){e===Do&&(It.value=n)}}function Ua(){return He.value=[...He.value,Fo.value],Ue()}function jo(){return He.value=He.value.slice(0,-1),Ue()}function An(e){return mt(()=>{je.value={...je.value,...e},He.value=[""]}),Ue()}var Bo=0;function rt(){Bo||(Bo=setTimeout(()=>{Bo=0,Ue()},ec))}var On=500,tc=200,we=w([]),bt=w(""),$t=w(!1),Ga=1,jt=[];function qa(e,t,n){let o={n:Ga++,at:Date.now(),type:e,data:t,id:n};$t.value?jt=[o,...jt].slice(0,On):we.value=[o,...we.value].slice(0,On)}function Wa(e){$t.value=e,!e&&(we.value=[...jt,...we.value].slice(0,On),jt=[])}function Va(){jt=[],we.value=[]}var Uo=U(()=>bt.value?we.value.filter(e=>e.type===bt.value):we.value);function nc(e,t){let[n,o]=e.split("-");return`${n}-${Math.max(0,Number(o)-t)}`}var Ho=!1;async function Xa(){if(!Ho){Ho=!0;try{let e=await M("GET",y.events({wait:"0"})),t=await M("GET",y.events({since:nc(e.next,tc),wait:"0"})),n=new Set(we.value.map(r=>r.id)),o=t.events.filter(r=>!n.has(r.id)).reverse().map(r=>({n:Ga++,at:0,...r}));we.value=[...we.value,...o].slice(0,On)}catch{Ho=!1}}}var oc=/^\[([+!-])\](\S+) (.*)$/,rc={"+":"well","!":"degraded","-":"failed"};function Ya(e){return e.split(`
`).flatMap(t=>{let n=oc.exec(t);if(!n)return[];let[,o,r,a]=n;return[{name:r,state:rc[o],text:a.replace(/^(failed|degraded): /,"")}]})}var Ln=w(null),Ht=w(null);async function ac(){try{Ln.value=Ya(await Oa(y.readyz())),Ht.value=null}catch(e){Ht.value=e}}var Go=ee(ac,1e4),Dn=Go.changed,Ka=Go.watch;async function Ja(e){try{await M("POST",e?y.p2pStart():y.p2pStop())}finally{ot(),Go.now()}}var Bn=[{name:"overview",title:"Overview",href:"#/"},{name:"topology",title:"Topology",href:"#/topology"},{name:"peers",title:"Peers",href:"#/peers"},{name:"transfers",title:"Transfers",href:"#/transfers"},{name:"limits",title:"Limits",href:"#/limits"},{name:"events",title:"Events",href:"#/events"}];function Za(){let[,e,t]=location.hash.split("/");return{page:Bn.find(o=>o.name===e)??Bn[0],id:/^[0-9a-f]{64}$/.test(t??"")?t:""}}var te=w(Za());addEventListener("hashchange",()=>{te.value=Za()});var K=(e,t)=>`#/${e}${t?`/${t}`:""}`;function Rn(e,t){location.hash=K(e,t)}var sc=5e3,ic=2e3,lc=1e3,at=w(null),Vo=w(!1),Fn=w(null),Ee=w(""),Ut=w({key:"state",isDown:!1}),qo=0;async function cc(){let e=++qo;try{let t=await M("GET",y.peers({limit:lc}));if(e!==qo)return;at.value=t.items,Vo.value=t.next!=null,Fn.value=null}catch(t){e===qo&&(Fn.value=t)}}var uc=U(()=>new Map((at.value??[]).map(e=>[e.id,e.name]))),_t=e=>uc.value.get(e)??"",Xo=ee(cc,sc),xt=Xo.now,In=Xo.watch,jn=w(null),yt=w(null);async function dc(){let{id:e}=te.value;if(e)try{let t=await M("GET",y.peer(e));if(e!==te.value.id)return;jn.value=t,yt.value=null}catch(t){e===te.value.id&&(yt.value=t)}}var Yo=ee(dc,ic),Hn=Yo.now,es=()=>(jn.value=null,yt.value=null,Yo.watch()),Un=w(null),Gt=w(null);async function fc(){try{Un.value=(await M("GET",y.discovery())).sources,Gt.value=null}catch(e){Gt.value=e}}var Ko=ee(fc,1e4),ts=Ko.watch,ns=Ko.changed;function Jo(){Xo.changed(),Yo.changed(),Ko.changed()}var pc={connected:0,connecting:1,disconnecting:2,failed:3,disconnected:4},Wo={state:e=>pc[e.state]??9,name:e=>`${e.name?0:1}${e.name??""} ${e.id}`,rtt:e=>e.rtt_ms,loss:e=>e.loss,rx:e=>e.rx_bps,tx:e=>e.tx_bps,score:e=>e.score,reputation:e=>e.reputation,reconnects:e=>e.reconnects};function Qa(e,t,n){if(e==null||t==null)return(e==null)-(t==null);let o=e<t?-1:+(e>t);return n?-o:o}var os=U(()=>{if(!at.value)return null;let{key:e,isDown:t}=Ut.value,n=Wo[e],o=Ee.value==="banned"?r=>r.banned:r=>!Ee.value||r.state===Ee.value;return at.value.filter(o).sort((r,a)=>Qa(n(r),n(a),t)||Qa(Wo.name(r),Wo.name(a),!1))});function rs(e){let t=Ut.value;Ut.value=t.key===e?{key:e,isDown:!t.isDown}:{key:e,isDown:["rx","tx","score","reconnects"].includes(e)}}var as=U(()=>{if(!at.value)return null;let e={known:at.value.length,banned:0};for(let t of at.value)e[t.state]=(e[t.state]??0)+1,t.banned&&e.banned++;return e});var is=()=>({nodes:new Map,links:new Map}),ls=({from:e,to:t})=>e<t?`${e} ${t}`:`${t} ${e}`;function mc(e){let t=0;for(let n=0;n<e.length;n++)t=t*31+e.charCodeAt(n)>>>0;return t/2**32*2*Math.PI}function ss(e,t,n){let o=!1;for(let[r,a]of e)t.has(r)||a.goneAt||(a.goneAt=n,o=!0);return o}function hc(e,t,n){let o=e.nodes.get(t.id);if(o){let a=o.goneAt!==0;return Object.assign(o,{data:t,goneAt:0}),a}let r={id:t.id,data:t,links:[],degree:0,goneAt:0};return e.nodes.set(t.id,r),n.push(r),!0}function gc(e,t){let n=ls(t),o=e.links.get(n);if(o){let s=o.goneAt!==0;return Object.assign(o,{data:t,goneAt:0}),s}let r=e.nodes.get(t.from),a=e.nodes.get(t.to);return!r||!a||r===a?!1:(e.links.set(n,{key:n,source:r,target:a,data:t,goneAt:0}),!0)}function cs(e){for(let t of e.nodes.values())t.links=[],t.degree=0;for(let t of e.links.values())for(let n of[t.source,t.target])n.links.push(t),t.goneAt||n.degree++}var qt=(e,t)=>e.source===t?e.target:e.source;function vc(e){let t=e;for(;;){let n=[];for(let o of t){let r=o.links.map(a=>qt(a,o)).find(a=>a.x!==void 0);if(!r)n.push(o);else{let a=mc(o.id);o.x=r.x+40*Math.cos(a),o.y=r.y+40*Math.sin(a)}}if(!n.length||n.length===t.length){t=n;break}t=n}t.sort((n,o)=>o.degree-n.degree).forEach((n,o)=>{let r=14*Math.sqrt(o+.5),a=o*Math.PI*(3-Math.sqrt(5));n.x=r*Math.cos(a),n.y=r*Math.sin(a)})}function us(e,{nodes:t,links:n},o){let r=[],a=new Set,s=new Set,l=!1;for(let u of t)a.add(u.id),l=hc(e,u,r)||l;for(let u of n)s.add(ls(u)),l=gc(e,u)||l;return l=ss(e.nodes,a,o)||l,l=ss(e.links,s,o)||l,l&&cs(e),vc(r),l}function ds(e,t){let n=r=>r.goneAt&&t-r.goneAt>=6e3,o=!1;for(let[r,a]of e.links)(n(a)||n(a.source)||n(a.target))&&(e.links.delete(r),o=!0);for(let[r,a]of e.nodes)n(a)&&(e.nodes.delete(r),o=!0);return o&&cs(e),o}var fs=e=>[...e.links.values(),...e.nodes.values()].some(t=>t.goneAt),ps=e=>e.goneAt!==0||e.source.goneAt!==0||e.target.goneAt!==0||e.source.data.state==="lost"||e.target.data.state==="lost";var bc=4e3,ye=is(),ke=w(0),Wt=w(0),wt=w(null),Gn=w(null),_e=w(!1),qn=w("");function hs(e){ke.value++,e&&Wt.value++}var ms=0;function gs(){clearTimeout(ms),fs(ye)&&(ms=setTimeout(()=>{!_e.value&&ds(ye,Date.now())&&hs(!0),gs()},500))}async function $c(){if(!_e.value)try{let e=await M("GET",y.topology());if(_e.value)return;hs(us(ye,e,Date.now())),Gn.value=e.generated_at,wt.value=null,gs()}catch(e){wt.value=e}}var Zo=ee($c,bc),Qo=Zo.now,er=Zo.changed,vs=Zo.watch;function bs(e){_e.value=e,e||Qo()}var Ge=U(()=>(ke.value,[...ye.nodes.values()])),tr=U(()=>(ke.value,[...ye.links.values()])),kt=(e,t)=>!t||e.id.startsWith(t)||(e.data.name??"").toLowerCase().includes(t),Wn=U(()=>qn.value.trim().toLowerCase());var _s=100,yc=1e3,Vt=w(null),Xt=w(null),_c=new Set(["completed","failed","cancelled"]),me=e=>_c.has(e.state),xc={running:0,queued:1,paused:2},$s=e=>xc[e.state]??3,ys=e=>e.position||1/0,qe=U(()=>Vt.value?[...Vt.value.values()].sort((e,t)=>$s(e)-$s(t)||ys(e)-ys(t)||0||(t.created??"").localeCompare(e.created??"")):null),or=U(()=>(qe.value??[]).filter(e=>e.state==="running").reduce((e,t)=>e+(t.rate_bps||0),0)),rr=w(!1);async function wc(){let e=await M("GET",y.transfers({limit:_s}));if(rr.value=e.next!=null,e.next==null)return e.items;let t=await Promise.all(["running","queued","paused"].map(n=>M("GET",y.transfers({state:n,limit:yc}))));return[...e.items,...t.flatMap(n=>n.items)]}var nr=new Set;async function Yt(){let e=new Map;nr.add(e);try{let t=new Map((await wc()).map(n=>[n.id,n]));for(let n of e.values())xs(t,n);Vt.value=t,Xt.value=null}catch(t){Xt.value=t}finally{nr.delete(e)}}function xs(e,t){let n=e.get(t.id);n&&me(n)&&!me(t)||(e.set(t.id,t),me(t)&&kc(e))}function Kt(e){for(let n of nr)n.set(e.id,e);let t=new Map(Vt.value??[]);xs(t,e),Vt.value=t}function kc(e){let t=[...e.values()].filter(me);if(t.length<=_s*2)return;let n=t.reduce((o,r)=>!o||r.created<o.created?r:o,null);n&&e.delete(n.id)}var Sc=U(()=>new Map((qe.value??[]).filter(e=>e.state==="running"&&e.format!=="hash_seq").map(e=>[e.hash,e.bytes_done]))),ws=e=>Math.max(e.held_bytes,Sc.value.get(e.hash)??0),ks=e=>(qe.value??[]).filter(t=>e.includes(t.state)),Ss=ee(Yt,5e3),Ts=Ss.watch;async function Cs(e,t){Kt(await M("PATCH",y.transfer(e),t)),Ss.changed()}function ar(){ot(),Ue(),Yt()}function Ps(){Fa(),Jo(),er()}function Tc(){Dn(),Ps()}var Cc=new Set(["blob_added","blob_removed","blob_state","tag"]);function Pc(e,t,n){qa(e,t,n),e==="transfer"?Kt(t):Cc.has(e)?rt():e==="peer"?Ps():e==="p2p"?Tc():e==="discovery"?(ns(),Dn()):e==="reset"&&(ar(),Dn(),Jo(),er())}function Mc(){let e=(qe.value??[]).filter(n=>!me(n)).length,t=T($e.value?.name);document.title=`${e?`${e} ↓ `:""}${t?`${t} · `:""}Firn`}function Ms(){be(Mc),ar(),Na(Pc),setInterval(()=>{Ie.value&&Re.value!=="live"&&ar()},3e3)}var Vn=w(null);function he(e){return new Promise(t=>{Vn.value={...e,resolve:t}})}function sr(e){let{resolve:t}=Vn.value;Vn.value=null,t(e)}function Ns(){let e=xe(null),t=Vn.value;return A(()=>{t&&e.current.showModal()},[t]),t?i`
    <dialog ref=${e} class="dialog" aria-labelledby="dialog-title"
      onCancel=${o=>{o.preventDefault(),sr(null)}}>
      <form onSubmit=${o=>{o.preventDefault(),sr(Object.fromEntries(new FormData(o.target)))}}>
        <h2 id="dialog-title">${t.title}</h2>
        ${t.body}
        <div class="dialog-actions">
          <button type="button" class="button" onClick=${()=>sr(null)}>
            ${t.cancel??"Cancel"}</button>
          <button type="submit"
            class=${t.danger?"button danger":"button primary"}>
            ${t.confirm}</button>
        </div>
      </form>
    </dialog>`:null}var Nc=2,ge=w([]),Ec=1;function Jt(e,t){ge.value=ge.value.map(n=>n.id===e?{...n,...t}:n)}function ir(e){let t=[...e].map(n=>({id:Ec++,file:n,name:n.name,size:n.size,state:"waiting",done:0,abort:null,problem:null,result:null}));ge.value=[...ge.value,...t],Xn()}function Xn(){let e=ge.value.filter(t=>t.state==="running").length;ge.value.filter(t=>t.state==="waiting").slice(0,Math.max(0,Nc-e)).forEach(zc)}async function zc({id:e,file:t}){let{done:n,abort:o}=La(y.blobs(),t,r=>Jt(e,{done:r}));Jt(e,{state:"running",abort:o});try{let r=await n;Jt(e,{state:"done",done:t.size,result:r,file:null})}catch(r){let a=r.code==="cancelled"?"cancelled":"failed";Jt(e,{state:a,problem:r})}Xn()}function Es(e){Jt(e,{state:"waiting",done:0,problem:null}),Xn()}function zs(e){ge.value.find(t=>t.id===e)?.abort?.(),ge.value=ge.value.filter(t=>t.id!==e),Xn()}var st=e=>e.state!=="running"&&e.state!=="waiting";function As(){ge.value=ge.value.filter(e=>!st(e))}addEventListener("beforeunload",e=>{ge.value.some(t=>!st(t))&&e.preventDefault()});var Ac={copy:"M6 6V3.5h6.5V10H10M3.5 6H10v6.5H3.5z",download:"M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13.5h10",upload:"M8 10.5V3M4.8 6L8 2.8 11.2 6M3 13.5h10",more:"M3.4 8h.1M8 8h.1M12.6 8h.1",close:"M4 4l8 8M12 4l-8 8",sun:"M8 5.2a2.8 2.8 0 100 5.6 2.8 2.8 0 000-5.6zM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9",moon:"M13 9.6A5.4 5.4 0 016.4 3a5.4 5.4 0 106.6 6.6z",auto:"M2.5 3.5h11v7h-11zM6 13.5h4M8 10.5v3",plus:"M8 3.5v9M3.5 8h9",minus:"M3.5 8h9",fit:"M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3",check:"M3.5 8.5l3 3 6-7"},ae=({name:e})=>i`
  <svg class=${`icon icon-${e}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d=${Ac[e]} />
  </svg>`,Os=()=>i`
  <svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <path d="M16 5.5v21M6.9 10.75l18.2 10.5M25.1 10.75L6.9 21.25" />
    <path d="M12.8 7.6L16 10.4l3.2-2.8M12.8 24.4l3.2-2.8 3.2 2.8" />
  </svg>`;var Kn=w(!1),Yn=e=>e.dataTransfer?.types.includes("Files");function Oc(){let e=0,a={dragover:s=>{Yn(s)&&s.preventDefault()},dragenter:s=>{Yn(s)&&(Kn.value=++e>0)},dragleave:s=>{Yn(s)&&(Kn.value=--e>0)},drop:s=>{e=0,Kn.value=!1,Yn(s)&&(s.preventDefault(),ir(s.dataTransfer.files))}};for(let[s,l]of Object.entries(a))addEventListener(s,l);return()=>{for(let[s,l]of Object.entries(a))removeEventListener(s,l)}}function Ls(){return A(Oc,[]),Kn.value&&i`
    <div class="drop-zone" aria-hidden="true">
      <p><${ae} name="upload" /> Drop to store in this node</p>
    </div>`}var Ds=()=>i`
  <label class="button primary file-button">
    <${ae} name="upload" />Add files
    <input type="file" multiple onChange=${e=>{ir(e.target.files),e.target.value=""}} />
  </label>`;var Bs=["B","KiB","MiB","GiB","TiB","PiB"],Lc=["bit","kbit","Mbit","Gbit","Tbit","Pbit"];function lr(e,t,n){let o=0;for(;e>=t&&o<n.length-1;)e/=t,o++;let r=o===0||e>=100?0:e>=10?1:2,a=10**r;return`${(Math.floor(e*a)/a).toFixed(r)} ${n[o]}`}var z=e=>e==null?"unknown size":lr(e,1024,Bs),ne=e=>e==null?"":`${e.toLocaleString("en-US")} bytes`,ve=(e,t)=>(t?lr(e*8,1e3,Lc):lr(e,1024,Bs))+"/s";function Se(e,t){return t==null?null:e>=t?100:Math.min(99,Math.floor(e/t*100))}function se(e){let t=Math.max(0,Math.floor(e));return t<60?`${t} s`:t<3600?`${Math.floor(t/60)} min ${t%60} s`:t<86400?`${Math.floor(t/3600)} h ${Math.floor(t%3600/60)} min`:`${Math.floor(t/86400)} d ${Math.floor(t%86400/3600)} h`}var O=e=>`${e.slice(0,10)}…${e.slice(-6)}`,le=(e,t,n=t+"s")=>`${e.toLocaleString("en-US")} ${e===1?t:n}`;function ce(e){return e==null?"–":e<.1?"< 0.1 ms":`${e<10?e.toFixed(1):Math.round(e)} ms`}function ze(e){if(e==null)return"–";let t=e*100;return t===0?"0 %":t<.1?"< 0.1 %":`${t<10?t.toFixed(1):Math.round(t)} %`}var Ae=(e,t)=>e==null?"–":ve(e,t);function Te(e,t){if(!e)return"never";let n=(t-Date.parse(e))/1e3;return n<1?"just now":`${se(n)} ago`}function Rs(e,t,n){let o=t;try{let a=localStorage.getItem(e);n.includes(a)&&(o=a)}catch{}let r=w(o);return be(()=>{try{localStorage.setItem(e,r.value)}catch{}}),r}var St=Rs("firn.theme","auto",["auto","light","dark"]),D=Rs("firn.units","bytes",["bytes","bits"]);be(()=>{document.documentElement.dataset.theme=St.value});var Dc={waiting:["idle","Connecting"],live:["good","Live"],lost:["bad","No contact"]},Bc={auto:{next:"light",icon:"auto",name:"as the system"},light:{next:"dark",icon:"sun",name:"light"},dark:{next:"auto",icon:"moon",name:"dark"}};function Rc(){let[e,t]=Dc[Re.value];return i`
    <span class=${`pill ${e}`} role="status">
      <span class="dot"></span>${t}</span>`}function Fc(){let e=D.value==="bits";return i`
    <button type="button" class="button small" aria-pressed=${String(e)}
      title="Show rates in bytes or in bits a second"
      onClick=${()=>{D.value=e?"bytes":"bits"}}>
      ${e?"bit/s":"byte/s"}</button>`}function Ic(){let{next:e,icon:t,name:n}=Bc[St.value];return i`
    <button type="button" class="button bare"
      title=${`Colours: ${n}`} aria-label=${`Colours: ${n}. Change`}
      onClick=${()=>{St.value=e}}><${ae} name=${t} /></button>`}var jc=()=>i`
  <nav class="pages" aria-label="Pages">
    ${Bn.map(e=>i`
      <a key=${e.name} href=${e.href}
        aria-current=${e===te.value.page?"page":void 0}>
        ${e.title}</a>`)}
  </nav>`,Fs=()=>i`
  <header class="top">
    <h1 class="brand"><${Os} />Firn</h1>
    <span class="node-name">${T($e.value?.name)}</span>
    <${jc} />
    <span class="spring"></span>
    ${or.value>0&&i`
      <span class="total-rate" title="Coming in now">
        ↓ ${ve(or.value,D.value==="bits")}</span>`}
    <${Rc} />
    <${Fc} />
    <${Ic} />
  </header>`;var Tt=w([]),Hc=1;function Is(e,t,n,o){let r=Hc++;Tt.value=[...Tt.value.slice(-3),{id:r,kind:e,text:t,hint:n}],o&&setTimeout(()=>cr(r),o)}function cr(e){Tt.value=Tt.value.filter(t=>t.id!==e)}var G=e=>Is("info",e,"",4e3),ie=(e,t)=>Is("error",`${t}: ${e.message}`,e.hint??"",0);var js=()=>i`
  <div class="notices" role="status" aria-live="polite">
    ${Tt.value.map(e=>i`
      <div key=${e.id} class=${`notice ${e.kind}`}>
        <div>
          <p>${T(e.text)}</p>
          ${e.hint&&i`<p class="muted">${e.hint}</p>`}
        </div>
        <button type="button" class="button bare" aria-label="Dismiss"
          onClick=${()=>cr(e.id)}><${ae} name="close" /></button>
      </div>`)}
  </div>`;var Jn=e=>/^[\w./:=@%?&+,-]+$/.test(e)&&!/[?&]/.test(e)?e:`'${String(e).replaceAll("'","'\\''")}'`;function N(e,t,{body:n,file:o,output:r}={}){let a=["curl"];return e!=="GET"&&!o&&!(e==="POST"&&n)&&a.push("-X",e),n&&a.push("--json",Jn(JSON.stringify(n))),o&&a.push("-T",Jn(o)),r&&a.push("-o",Jn(r)),a.push(Jn(location.origin+t)),a.join(" ")}function Uc(e){let t=document.createElement("textarea");t.value=e,t.readOnly=!0,t.className="offscreen";let n=document.activeElement;document.body.append(t),t.select();let o=document.execCommand("copy");return t.remove(),n?.focus(),o}async function Hs(e){try{return await navigator.clipboard.writeText(e),!0}catch{return Uc(e)}}async function Q(e,t){await Hs(e)?G(`${t} copied`):ie(new Error("the browser does not allow it; select the text instead"),`Copying ${t.toLowerCase()}`)}function R({text:e,what:t,label:n}){let[o,r]=E(!1);return i`
    <button type="button" class=${n?"button small":"button bare"}
      onClick=${async()=>{await Q(e,t),r(!0),setTimeout(()=>r(!1),1500)}} title=${`Copy ${t.toLowerCase()}`}
      aria-label=${`Copy ${t.toLowerCase()}`}>
      <${ae} name=${o?"check":"copy"} />${n}
    </button>`}var Zt=e=>e.hash?O(e.hash):"",Gc=e=>T(e.name)||(e.id?O(e.id):""),qc={blob_added:e=>`${Zt(e)} added, ${z(e.size)}`,blob_state:e=>`${Zt(e)} is ${e.state}`,blob_removed:e=>`${Zt(e)} removed`,tag:e=>`${e.name} ${e.hash?`names ${Zt(e)}`:"is gone"}`,transfer:e=>`${Zt(e)} ${e.state}`+(e.size?`, ${Se(e.bytes_done,e.size)} %`:"")+(e.error?`: ${e.error.detail}`:""),peer:e=>`${Gc(e)}: ${e.news==="state"?e.state:e.news}`+(e.reason?`, ${e.reason}`:""),discovery:e=>`${e.source}: ${e.state}`+(e.error?`, ${e.error}`:""),p2p:e=>`the engine: ${e.state}`+(e.error?`, ${e.error}`:""),task_error:e=>`${e.task}: ${e.text}`,reset:e=>`events were lost${e.reason?`: ${e.reason}`:""}`},Wc=e=>["reset","task_error"].includes(e.type)||e.data.state==="failed",Vc=e=>new Date(e).toLocaleTimeString(),Xc=({e})=>i`
  <li class="event" data-type=${e.type}>
    <span class="num muted">${e.at?Vc(e.at):"before"}</span>
    <span class=${`state ${Wc(e)?"bad":""}`}>${e.type}</span>
    <details><summary>${T(qc[e.type]?.(e.data)??"")}</summary>
      <pre>${e.id?`id ${e.id}
`:""}${JSON.stringify(e.data,null,2)}</pre>
    </details>
  </li>`,Us=()=>Uo.value.length?i`<ol class="events" aria-label="Events, newest first">
      ${Uo.value.map(e=>i`<${Xc} key=${e.n} e=${e} />`)}</ol>`:i`<div class="empty"><p><strong>Nothing of this kind has happened yet.</strong></p>
      <p>Events are shown as they come.</p></div>`;var Yc=()=>N("GET",y.events({types:bt.value})).replace("curl ","curl -N ");function Gs(){return A(()=>{Xa()},[]),i`
    <main class="page" id="main" tabindex="-1">
      <section class="card" aria-labelledby="events-title">
        <div class="card-head">
          <h2 id="events-title">Events</h2>
          <span class="spring"></span>
          <label class="offscreen" for="event-type">Type</label>
          <select id="event-type" class="narrow" value=${bt.value}
            onChange=${e=>{bt.value=e.target.value}}>
            <option value="">All types</option>
            ${zo.map(e=>i`<option key=${e} value=${e}>${e}</option>`)}
          </select>
          <button type="button" class="button small" aria-pressed=${String($t.value)}
            onClick=${()=>Wa(!$t.value)}>
            ${$t.value?"Go on":"Pause"}</button>
          <button type="button" class="button small" onClick=${Va}>Clear</button>
          <${R} text=${Yc()} what="Curl command" label="curl" />
        </div>
        <${Us} />
      </section>
    </main>`}var tn=w(null),Qt=w(null);async function Kc(){try{tn.value=await M("GET",y.limits()),Qt.value=null}catch(e){Qt.value=e}}var qs=ee(Kc,5e3),dr=qs.now,Ws=qs.watch;async function fr(e){tn.value=await M("PATCH",y.limits(),e)}var We=w(null),en=w(null),ur="";async function nn(){try{let e=await Lo("GET",y.schedules());ur=e.version,We.value=e.json.items,en.value=null}catch(e){en.value=e}}async function Vs(e){try{let t=await Lo("PUT",y.schedules(),{items:e},ur);ur=t.version,We.value=t.json.items}catch(t){throw t.code==="precondition_failed"&&await nn(),t}dr()}var Jc={"":1,k:1e3,m:1e6,g:1e9},Zc={"":1,k:2**10,m:2**20,g:2**30},Qc=/^(\d+(?:[.,]\d+)?)\s*([kKmMgG]?)(i?)(B|bit)(?:\/s|ps)?$/,eu=2**34,it="A speed is written like 10 MB/s or 80 Mbit/s; leave the field empty for no ceiling.";function Oe(e){let t=e.trim();if(/^(none|0)?$/i.test(t))return 0;let n=Qc.exec(t);if(!n)return null;let[,o,r,a,s]=n,l=(a?Zc:Jc)[r.toLowerCase()],u=Math.round(Number(o.replace(",","."))*l/(s==="bit"?8:1));return u>0&&u<=eu?u:null}var tu={bytes:[[1e9,"GB"],[2**30,"GiB"],[1e6,"MB"],[2**20,"MiB"],[1e3,"kB"],[2**10,"KiB"],[1,"B"]],bits:[[125e6,"Gbit"],[125e3,"Mbit"],[125,"kbit"],[1/8,"bit"]]};function Ve(e,t){if(!e)return"";let[n,o]=tu[t?"bits":"bytes"].find(([r])=>e>=r&&Number.isInteger(e/r*1e3));return`${e/n} ${o}/s`}var Xe=(e,t)=>e?`at most ${Ve(e,t)}`:"as fast as it can";var j=({problem:e,doing:t,onRetry:n})=>i`
  <div class="problem" role="alert">
    <p><strong>${t}</strong> ${T(e.message)}</p>
    ${e.hint&&i`<p class="muted">${e.hint}</p>`}
    ${e.requestId&&e.status>=500&&i`
      <p class="muted">The node’s log has more under request${" "}
        <code>${e.requestId}</code>.</p>`}
    ${n&&i`
      <button type="button" class="button small" onClick=${n}>
        Try again</button>`}
  </div>`;var lt=({id:e,label:t,value:n,isWrong:o,onInput:r,isBare:a,name:s})=>i`
  <div class="field speed-field">
    <label class=${a?"offscreen":""} for=${e}>${t}</label>
    <input id=${e} name=${s} type="text" autocomplete="off" spellcheck=${!1}
      placeholder="no ceiling" value=${n} aria-invalid=${String(!!o)}
      onInput=${r&&(l=>r(l.target.value))} />
  </div>`;var on="upload_bytes_per_s",rn="download_bytes_per_s",nu=[{name:"The whole node",path:[]},{name:"Each peer",path:["per_peer"]},{name:"Priority critical",path:["per_priority","critical"]},{name:"Priority high",path:["per_priority","high"]},{name:"Priority normal",path:["per_priority","normal"]},{name:"Priority low",path:["per_priority","low"]}],ou=(e,t)=>[...e.path,t].join("."),ru=(e,t,n)=>t.path.reduce((o,r)=>o[r],e)[n];function au(e,t,n){let o=t.at(-1),r=e;for(let a of t.slice(0,-1))r=r[a]??={};r[o]=n}function su(e,t,n){let o={};for(let[r,a]of Object.entries(t)){let s=Oe(a);if(s==null)return{wrong:r};let l=r.split(".");l.reduce((u,c)=>u[c],e)!==s&&au(o,l,s)}return n!=null&&n!==e.exempt_local&&(o.exempt_local=n),{patch:o}}var pr=e=>!Object.keys(e??{}).length;function Xs(){let e=tn.value;if(!e)return null;let t=D.value==="bits",n=e.now[on]!==e[on]||e.now[rn]!==e[rn];return i`
    <p class="note limits-now" role="status">
      <strong>Now</strong> this node sends <b>${Xe(e.now[on],t)}</b> and
      receives <b>${Xe(e.now[rn],t)}</b>${n?", as the schedule says.":"."}</p>`}var iu={[on]:null,[rn]:null},lu={...iu,per_peer:null,per_priority:null,exempt_local:null};async function cu(){if(!await he({title:"Back to the settings?",confirm:"Go back",body:i`<p>All ceilings become those of the settings of firnd. The
      schedule stays.</p>`}))return!1;try{return await fr(lu),G("The ceilings are those of the settings"),!0}catch(t){return ie(t,"Changing the ceilings"),!1}}function uu({l:e,row:t,texts:n,wrong:o,onText:r,inBits:a}){let s=(l,u)=>{let c=ou(t,l);return i`
      <td><${lt} id=${`limit-${c}`} isBare=${!0}
        label=${`${t.name}, ${u}`} isWrong=${o===c}
        value=${n[c]??Ve(ru(e,t,l),a)}
        onInput=${f=>r(c,f)} /></td>`};return i`
    <tr><th scope="row">${t.name}</th>
      ${s(on,"sending")}${s(rn,"receiving")}</tr>`}function Ys(){let[e,t]=E({}),[n,o]=E(null),[r,a]=E(null),[s,l]=E(""),[u,c]=E(!1),f=tn.value;if(!f)return Qt.value?i`<${j} problem=${Qt.value}
          doing="Reading the ceilings:" onRetry=${dr} />`:i`<p class="muted">Reading…</p>`;let{patch:b,wrong:p}=su(f,e,n),d=()=>{t({}),o(null),a(null),l("")},g=(k,x)=>{t({...e,[k]:x}),a(null),l("")},h=()=>{l(p),a({message:it})},m=async k=>{if(k.preventDefault(),p)return h();if(pr(b))return d();c(!0);try{await fr(b),d(),G("The ceilings hold from now on")}catch(x){a(x)}return c(!1)},v=()=>p?h():Q(pr(b)?N("GET",y.limits()):N("PATCH",y.limits(),{body:b}),"Curl command"),$=p||!pr(b);return i`
    <form class="limits-form" onSubmit=${m} novalidate>
      <table class="table limits-table">
        <caption class="offscreen">Ceilings on speed</caption>
        <thead><tr><th scope="col"><span class="offscreen">Of what</span></th>
          <th scope="col">Sending</th><th scope="col">Receiving</th></tr></thead>
        <tbody>${nu.map(k=>i`
          <${uu} key=${k.name} l=${f} row=${k} texts=${e} wrong=${s}
            onText=${g} inBits=${D.value==="bits"} />`)}</tbody>
      </table>
      <label class="check"><input type="checkbox" id="limit-exempt"
        checked=${n??f.exempt_local}
        onChange=${k=>o(k.target.checked)} />
        <span>Peers on local networks go free${" "}
          <span class="muted">(private, link-local and loopback addresses)</span></span></label>
      <div class="form-actions">
        <button type="submit" class="button primary" disabled=${u||!$}>
          ${u?"Saving…":"Save"}</button>
        ${$&&i`
          <button type="button" class="button" onClick=${d}>Undo</button>`}
        <button type="button" class="button" onClick=${v}
          title="Copy this change as a curl command">curl</button>
        <span class="spring"></span>
        <button type="button" class="button" onClick=${async()=>{await cu()&&d()}}>Back to the settings…</button>
      </div>
      ${r&&i`<p class="form-error" role="alert">
        ${r.message}${r.hint&&i` <span>${r.hint}</span>`}</p>`}
    </form>
    <p class="muted small-print">Where several apply the lowest holds. Of
      transfers that wait for one ceiling those of the highest priority go first,
      always; equal ones take turns. What is sent counts as normal. What nodes
      tell each other beside blobs never waits.</p>`}var ct=["mon","tue","wed","thu","fri","sat","sun"],an={mon:"Mon",tue:"Tue",wed:"Wed",thu:"Thu",fri:"Fri",sat:"Sat",sun:"Sun"};function du(e){let t=ct.filter(r=>!e||e.includes(r));if(t.length===7)return"Every day";if(t.join()==="sat,sun")return"Sat and Sun";let n=[];for(let r of t){let a=n.at(-1);a&&ct.indexOf(a.at(-1))===ct.indexOf(r)-1?a.push(r):n.push([r])}let o=n.flatMap(r=>r.length>2?[`${an[r[0]]} to ${an[r.at(-1)]}`]:r.map(a=>an[a]));return o.length<2?o.join(""):`${o.slice(0,-1).join(", ")} and ${o.at(-1)}`}function fu({from:e,to:t}){return e===t||e==="00:00"&&t==="24:00"?e==="00:00"?"all day":`from ${e} for a day`:t==="00:00"||t==="24:00"?`${e} to midnight`:`${e} to ${t}${t<e?" of the next day":""}`}var Ct=e=>`${du(e.days)}, ${fu(e)}`;function Zn(e,t){let n=e.upload_bytes_per_s??0,o=e.download_bytes_per_s??0;return n===o?`sends and receives ${n?`${Xe(n,t)} each`:Xe(0)}`:`sends ${Xe(n,t)}, receives ${Xe(o,t)}`}async function mr(e,t){try{return await Vs(e),G(t),!0}catch(n){return ie(n.code==="precondition_failed"?{message:"somebody else changed it meanwhile; it was read again"}:n,"Changing the schedule"),!1}}async function pu(e){await he({title:"Remove this entry?",confirm:"Remove",danger:!0,body:i`<p>${Ct(e)}: ${Zn(e,D.value==="bits")}.</p>`})&&await mr(We.value.filter(n=>n!==e),"The entry is removed")}function mu(e){let t=[...We.value];return[t[e-1],t[e]]=[t[e],t[e-1]],mr(t,"The order is changed")}var hu=({entry:e,at:t})=>i`
  <li class="schedule-entry">
    <span><strong>${Ct(e)}</strong>${" "}
      <span class="muted">${Zn(e,D.value==="bits")}</span></span>
    <span class="row-actions">
      ${t>0&&i`<button type="button" class="button small"
        aria-label=${`Earlier: ${Ct(e)}`} onClick=${()=>mu(t)}>Earlier</button>`}
      <button type="button" class="button small"
        aria-label=${`Remove: ${Ct(e)}`} onClick=${()=>pu(e)}>Remove</button>
    </span>
  </li>`;function gu(){let e=We.value;return en.value&&!e?i`<${j} problem=${en.value}
      doing="Reading the schedule:" onRetry=${nn} />`:e?e.length?i`
    <ol class="schedule">${e.map((t,n)=>i`
      <${hu} key=${JSON.stringify(t)} entry=${t} at=${n} />`)}</ol>`:i`<p class="muted">No entry: the ceilings of the whole node hold at
      all times.</p>`:i`<p class="muted">Reading…</p>`}var vu=ct.slice(0,5);function bu(e){let t=Oe(e.up),n=Oe(e.down);return e.days.length?!e.from||!e.to?{error:"Say from when to when."}:t==null||n==null?{error:it}:{entry:{days:ct.filter(o=>e.days.includes(o)),from:e.from,to:e.to,upload_bytes_per_s:t,download_bytes_per_s:n}}:{error:"Choose a day."}}var Ks=({id:e,label:t,value:n,onInput:o})=>i`
  <div class="field time-field"><label for=${e}>${t}</label>
    <input id=${e} type="time" value=${n}
      onInput=${r=>o(r.target.value)} /></div>`,Js={days:vu,from:"08:00",to:"18:00",up:"",down:""};function $u(){let[e,t]=E(Js),[n,o]=E(""),r=c=>{t({...e,...c}),o("")},a=c=>r({days:e.days.includes(c)?e.days.filter(f=>f!==c):[...e.days,c]}),{entry:s,error:l}=bu(e);return i`
    <form class="schedule-form" onSubmit=${async c=>{if(c.preventDefault(),l)return o(l);await mr([...We.value,s],"The entry is added")&&t(Js)}} novalidate aria-label="New entry">
      <fieldset class="day-choice"><legend>Begins on</legend>
        ${ct.map(c=>i`
          <label key=${c} class="day"><input type="checkbox" name=${c}
            checked=${e.days.includes(c)} onChange=${()=>a(c)} />
            <span>${an[c]}</span></label>`)}</fieldset>
      <div class="schedule-fields">
        <${Ks} id="entry-from" label="From" value=${e.from}
          onInput=${c=>r({from:c})} />
        <${Ks} id="entry-to" label="To" value=${e.to}
          onInput=${c=>r({to:c})} />
        <${lt} id="entry-up" label="Sending" value=${e.up}
          isWrong=${n&&Oe(e.up)==null}
          onInput=${c=>r({up:c})} />
        <${lt} id="entry-down" label="Receiving" value=${e.down}
          isWrong=${n&&Oe(e.down)==null}
          onInput=${c=>r({down:c})} />
      </div>
      ${s&&i`<p class="facts-line" aria-live="polite">${Ct(s)}:
        ${" "}${Zn(s,D.value==="bits")}.</p>`}
      <div class="form-actions">
        <button type="submit" class="button primary" disabled=${!We.value}>Add</button>
      </div>
      ${n&&i`<p class="form-error" role="alert">${n}</p>`}
    </form>`}var Zs=()=>i`
  <section class="card schedule-card" aria-labelledby="schedule-title">
    <div class="card-head">
      <h2 id="schedule-title">The week</h2>
      <span class="spring"></span>
      <${R} text=${N("GET",y.schedules())} what="Curl command"
        label="curl" />
    </div>
    <p class="muted">While an entry applies its two ceilings stand in the place of
      those of the whole node; of several the first counts. Times are those of the
      node’s clock.</p>
    <${gu} />
    <h3>Add an entry</h3>
    <${$u} />
  </section>`;function Qs(){return A(Ws,[]),A(()=>{nn()},[]),i`
    <main class="page limits-page" id="main" tabindex="-1">
      <section class="card" aria-labelledby="limits-title">
        <div class="card-head"><h2 id="limits-title">Limits</h2></div>
        <${Xs} />
        <${Ys} />
      </section>
      <${Zs} />
    </main>`}var S=({name:e,children:t})=>i`
  <div class="fact"><dt>${e}</dt><dd>${t}</dd></div>`,Ye=({text:e,what:t})=>i`
  <span class="copied"><code class="cut" title=${e}>${e}</code>
    <${R} text=${e} what=${t} /></span>`;var yu={running:["good","Running"],stopped:["","Stopped"],failed:["bad","Failed"],disabled:["","Switched off"]},_u=e=>he({title:"Stop the p2p engine?",confirm:"Stop p2p",danger:!0,body:i`<p>${le(e,"connection")} and every running transfer end. Blobs
    stay, and this page goes on. A restart of firnd starts it again.</p>`});function xu({state:e}){let[t,n]=E(!1),o=e==="running";return e==="disabled"?i`<span class="muted">by the setting p2p.enabled</span>`:i`
    <button type="button" class="button small" disabled=${t} onClick=${async()=>{if(!(o&&!await _u($e.value.peers?.connected??0))){n(!0);try{await Ja(!o),G(o?"p2p is stopped":"p2p is running")}catch(a){ie(a,o?"Stopping p2p":"Starting p2p")}n(!1)}}}>
      ${t?"Wait…":o?"Stop p2p":"Start p2p"}</button>`}var wu=({part:e})=>i`
  <li class="part" data-name=${e.name}>
    <span class=${`state ${e.state==="failed"?"bad":"warn"}`}>
      ${e.state==="failed"?"Failed":"Degraded"}</span>
    <span><strong>${e.name}</strong>: ${T(e.text)}</span>
  </li>`;function ku(){if(Ht.value)return i`<${j} problem=${Ht.value}
      doing="Checking the parts:" />`;if(!Ln.value)return i`<p class="muted">Checking…</p>`;let e=Ln.value.filter(t=>t.state!=="well");return e.length?i`<ul class="parts" aria-label="Parts that are not well">
    ${e.map(t=>i`<${wu} key=${t.name} part=${t} />`)}</ul>`:i`<p><span class="state good">All parts are well</span></p>`}var Su=({n:e})=>{let t=[...e.p2p?.not_bound??[],...e.http_not_bound??[]];return t.length>0&&i`
    <ul class="parts" aria-label="Addresses that could not be bound">
      ${t.map(n=>i`<li class="part" key=${n}>
        <span class="state warn">Not bound</span><span>${T(n)}</span></li>`)}</ul>`};function ei(){A(Ka,[]),A(Ra,[]);let e=$e.value;if(!e)return null;let[t,n]=yu[e.p2p_state]??["",e.p2p_state];return i`
    <section class="card health-card" aria-labelledby="health-title">
      <div class="card-head">
        <h2 id="health-title">Network</h2>
        <span class="spring"></span>
        <${R} text=${N("GET",y.readyz())} what="Curl command"
          label="curl" />
      </div>
      <dl class="facts">
        <${S} name="P2p engine"><span class="switch-row">
          <span class=${`state ${t}`} data-p2p=${e.p2p_state}>${n}</span>
          <${xu} state=${e.p2p_state} /></span></${S}>
        ${e.peers&&i`
          <${S} name="Peers"><a href=${K("peers")}>
            <strong class="num">${e.peers.connected}</strong> connected</a>
            <span class="muted"> of ${e.peers.known} known</span></${S}>`}
      </dl>
      ${e.p2p?.error&&i`<p class="transfer-error">${T(e.p2p.error)}</p>`}
      <${ku} />
      <${Su} n=${e} />
    </section>`}var Tu=({n:e})=>i`
  <dl class="facts">
    <${S} name="Id"><${Ye} text=${e.id} what="Node id" /></${S}>
    <${S} name="Ticket"><${Ye} text=${e.ticket} what="Node ticket" /></${S}>
    ${e.endpoint_ticket&&i`
      <${S} name="Ticket for iroh 1.x">
        <${Ye} text=${e.endpoint_ticket} what="Endpoint ticket" /></${S}>`}
    <${S} name="Addresses">
      ${e.addresses.length?i`
        <ul class="plain-list">
          ${e.addresses.map(t=>i`<li><code>${t}</code></li>`)}
        </ul>`:i`<span class="muted">none that others can reach</span>`}</${S}>
    <${S} name="Up for">${se(Ia())}</${S}>
    <${S} name="Version">${e.version}</${S}>
    <${S} name="Data"><code class="wrap">${e.data_dir}</code></${S}>
  </dl>`;function ti(){let e=$e.value;return i`
    <section class="card node-card" aria-labelledby="node-title">
      <div class="card-head">
        <h2 id="node-title">This node</h2>
        <span class="spring"></span>
        <${R} text=${N("GET",y.node())} what="Curl command"
          label="curl" />
      </div>
      ${Ie.value&&!e&&i`
        <${j} problem=${Ie.value} doing="Reading the node:"
          onRetry=${ot} />`}
      ${e&&i`<${Tu} n=${e} />`}
      ${!e&&!Ie.value&&i`<p class="muted">Reading…</p>`}
    </section>`}var Cu=/^[0-9a-f]{64}$/i,Pu=/^[a-z2-7]{52}$/i,ni=/^(?:[0-9a-f]{64}|[a-z2-7]{52})(?:@\S+:\d{1,5})?$/i;function hr(e){let t=e.trim();return t?Cu.test(t)||Pu.test(t)?{kind:"hash",value:t.toLowerCase()}:/^blob[a-z2-7]{20,}$/i.test(t)?{kind:"ticket",value:t}:/^(node|endpoint)[a-z2-7]{20,}$/i.test(t)?{kind:"node"}:{kind:"unknown"}:{kind:"empty"}}var oi=e=>e.split(/[\s,]+/).filter(Boolean),ri=e=>ni.test(e);function gr(e){let t=e.trim();return ni.test(t)?{address:t}:/^(node|endpoint|blob|doc)[a-z2-7]{20,}$/i.test(t)?{ticket:t}:null}var ut=e=>e.tag?T(e.tag):O(e.hash),Mu=["low","normal","high","critical"];async function Qn(e,t,n){try{return await Cs(e.id,t),!0}catch(o){return ie(o,n),!1}}async function ai(e){try{await M("DELETE",y.transfer(e.id))}catch(t){ie(t,"Cancelling")}}var br=(e,t,n)=>Qn(e,{state:t},n),vr=(e,t)=>Qn(e,{position:t},"Changing the order");async function Nu(e){let t=await he({title:"Limit this transfer",confirm:"Set limit",body:i`
      <p>At most so much for <strong>${ut(e)}</strong>, also while there
        is room for more. ${it}</p>
      <${lt} id="cap" name="cap" label="At most"
        value=${Ve(e.max_bps,D.value==="bits")} />`});if(!t)return;let n=Oe(t.cap);n==null?ie({message:"this is no speed",hint:it},t.cap):await Qn(e,{max_bps:n},"Limiting the transfer")&&G(n?`${ut(e)}: at most ${Ve(n)}`:`${ut(e)}: no ceiling of its own`)}function si({t:e}){let t=e.state==="paused";return i`
    <button type="button" class="button small"
      aria-label=${`${t?"Resume":"Pause"} the transfer of ${ut(e)}`}
      onClick=${()=>t?br(e,"running","Resuming"):br(e,"paused","Pausing")}>${t?"Resume":"Pause"}</button>`}var $r=({value:e,label:t,id:n,onChange:o,className:r="narrow"})=>i`
  <select id=${n} class=${r} aria-label=${t} value=${e}
    onChange=${a=>o(a.target.value)}>
    ${Mu.map(a=>i`
      <option key=${a} value=${a} selected=${a===e}>${a}</option>`)}
  </select>`,ii=({t:e})=>i`
  <${$r} value=${e.priority}
    label=${`Priority of ${ut(e)}`}
    onChange=${t=>Qn(e,{priority:t},"Changing the priority")} />`,Eu=e=>e.state==="queued"&&e.position?[...e.position>1?[{label:"First in the queue",run:()=>vr(e,1)},{label:"One place up",run:()=>vr(e,e.position-1)}]:[],{label:"One place down",run:()=>vr(e,e.position+1)}]:[],zu=e=>e.next_attempt?[{label:"Try again now",run:()=>br(e,"running","Trying again")}]:[],li=e=>[...me(e)?[]:[...zu(e),{label:"Limit the speed…",run:()=>Nu(e)},...Eu(e)],{label:"Copy hash",run:()=>Q(e.hash,"Hash")},{label:"Copy curl: watch",run:()=>Q(N("GET",`${y.transfer(e.id)}/events`).replace("curl ","curl -N "),"Curl command")},...me(e)?[]:[{label:"Copy curl: cancel",run:()=>Q(N("DELETE",y.transfer(e.id)),"Curl command")}]];var ci={unknown:"This is neither a ticket (blob…) nor a hash (64 hex digits).",node:"This ticket names a node but no blob. Ask for a blob ticket, or give the blob’s hash and the node as a peer."};function ui(e,t,n,o){let r=hr(e),a=oi(t),s=a.find(u=>!ri(u));if(r.kind==="empty")return{error:"Paste a ticket or a hash."};if(ci[r.kind])return{error:ci[r.kind]};if(s)return{error:`“${s}” is not a peer; it looks like id@ip:port.`};let l={[r.kind]:r.value};return r.kind==="hash"&&a.length&&(l.peers=a),n.trim()&&(l.tag=n.trim()),o!=="normal"&&(l.priority=o),{body:l}}function eo(){let[e,t]=E(""),[n,o]=E(""),[r,a]=E(""),[s,l]=E("normal"),[u,c]=E(null),[f,b]=E(!1),p=hr(e).kind,d=async h=>{h.preventDefault();let{body:m,error:v}=ui(e,n,r,s);if(v)return c({message:v});b(!0);try{Kt(await M("POST",y.transfers(),m)),t(""),o(""),a(""),l("normal"),c(null)}catch($){c($)}return b(!1)},g=()=>{let{body:h,error:m}=ui(e,n,r,s);m?c({message:m}):Q(N("POST",y.transfers(),{body:h}),"Curl command")};return i`
    <form class="transfer-form" onSubmit=${d} novalidate>
      <div class="field grow">
        <label for="fetch-what">Ticket or hash</label>
        <input id="fetch-what" type="text" autocomplete="off" spellcheck=${!1}
          placeholder="blob… or 64 hex digits" value=${e}
          aria-invalid=${String(!!u)}
          aria-describedby=${u?"fetch-error":void 0}
          onInput=${h=>{t(h.target.value),c(null)}} />
      </div>
      ${p==="hash"&&i`
        <div class="field grow">
          <label for="fetch-peers">From peers <span class="muted">(others are found)</span></label>
          <input id="fetch-peers" type="text" autocomplete="off"
            spellcheck=${!1} placeholder="id@ip:port, …" value=${n}
            onInput=${h=>{o(h.target.value),c(null)}} />
        </div>`}
      ${p!=="empty"&&i`
        <div class="field">
          <label for="fetch-tag">Tag <span class="muted">(optional)</span></label>
          <input id="fetch-tag" type="text" autocomplete="off" value=${r}
            onInput=${h=>a(h.target.value)} />
        </div>
        <div class="field short">
          <label for="fetch-priority">Priority</label>
          <${$r} id="fetch-priority" className="" value=${s}
            onChange=${l} />
        </div>`}
      <div class="form-actions">
        <button type="submit" class="button primary" disabled=${f}>
          ${f?"Starting…":"Fetch"}</button>
        <button type="button" class="button" onClick=${g}
          title="Copy this request as a curl command">curl</button>
      </div>
      ${u&&i`
        <p class="form-error" id="fetch-error" role="alert">
          ${u.message}${u.hint&&i` <span>${u.hint}</span>`}</p>`}
    </form>`}var Ke=({percent:e,label:t,tone:n=""})=>i`
  <progress class=${`bar ${n}`} aria-label=${t} max="100"
    value=${e??void 0}></progress>`;var di={ArrowDown:1,ArrowUp:-1};function Pt({label:e,items:t}){let[n,o]=E(!1),r=xe(null),a=xe(null);A(()=>{if(!n)return;r.current.querySelector("[role=menuitem]")?.focus();let u=c=>{r.current?.contains(c.target)||o(!1)};return document.addEventListener("pointerdown",u),()=>document.removeEventListener("pointerdown",u)},[n]);let s=u=>{if(u.key==="Escape"&&n)o(!1),a.current.focus();else if(u.key==="Tab")o(!1);else if(n&&di[u.key]){u.preventDefault();let c=[...r.current.querySelectorAll("[role=menuitem]")],f=c.indexOf(document.activeElement)+di[u.key];c[(f+c.length)%c.length].focus()}},l=u=>{o(!1),a.current.focus(),u.run()};return i`
    <div class="menu" ref=${r} onKeyDown=${s}>
      <button type="button" class="button bare" ref=${a}
        aria-haspopup="menu" aria-expanded=${String(n)} aria-label=${e}
        title="More" onClick=${()=>o(!n)}>
        <${ae} name="more" />
      </button>
      ${n&&i`
        <div class="menu-list" role="menu" aria-label=${e}>
          ${t.map(u=>i`
            <button type="button" role="menuitem" tabindex="-1"
              class=${u.danger?"danger":""}
              onClick=${()=>l(u)}>${u.label}</button>`)}
        </div>`}
    </div>`}var Au={idle:"Not asked yet",connecting:"Connecting",active:"Sending",done:"Done",failed:"Dropped"},Ou={active:"busy",done:"good",failed:"bad"};function Lu({source:e,all:t}){let n=T(_t(e.peer))||O(e.peer),o=t>0?Se(e.bytes,t):0,r=e.state==="active"&&e.rate_bps>0;return i`
    <li class="transfer-source" data-peer=${e.peer}>
      <a class="source-name" href=${K("peers",e.peer)} title=${e.peer}>${n}</a>
      <span class=${`state ${Ou[e.state]??""}`}>${Au[e.state]??e.state}</span>
      <span class="num source-bytes" title=${ne(e.bytes)}>${z(e.bytes)}</span>
      <span class="source-share"><${Ke} percent=${o}
        label=${`Share of ${n}`} /><span class="num">${o} %</span></span>
      <span class="num source-rate">${r?ve(e.rate_bps,D.value==="bits"):""}</span>
      ${e.error&&i`<span class="source-error">${T(e.error.detail)}</span>`}
    </li>`}var fi=({sources:e,isOpen:t})=>{if(!e.length)return null;let n=e.reduce((r,a)=>r+a.bytes,0),o=e.filter(r=>r.bytes>0).length;return i`
    <details class="sources" open=${t}>
      <summary>${le(e.length,"peer")}${o>1&&`, bytes from ${o}`}</summary>
      <ul>${e.map(r=>i`
        <${Lu} key=${r.peer} source=${r} all=${n} />`)}</ul>
    </details>`};var Du={queued:"Waiting",running:"Fetching",paused:"Paused",completed:"Done",failed:"Failed",cancelled:"Cancelled"},Bu={completed:"good",failed:"bad",running:"busy",paused:"warn"},pi=e=>e.ended?Te(e.ended,ue.value):"";function Ru(e,t){let n=[];if(e.bytes_done===0&&(me(e)?e.state!=="completed":e.size==null))return t?pi(e):"";if(e.state==="completed"?n.push(z(e.bytes_done)):e.size==null?n.push(z(e.bytes_done)):n.push(`${z(e.bytes_done)} of ${z(e.size)}`),e.state==="running"&&e.rate_bps>0&&(n.push(ve(e.rate_bps,D.value==="bits")),e.size!=null&&n.push(`${se((e.size-e.bytes_done)/e.rate_bps)} left`)),e.state==="completed"&&e.started&&e.ended&&e.bytes_fetched){let o=(Date.parse(e.ended)-Date.parse(e.started))/1e3;o>0&&n.push(`${o<10?o.toFixed(1):Math.round(o)} s`,ve(e.bytes_fetched/o,D.value==="bits"))}return e.state==="completed"&&e.bytes_fetched===0&&n.push("was here already"),t&&e.ended&&n.push(pi(e)),n.join(" · ")}function Fu(e){let t=[];if(me(e))return"";if(e.requests>0&&t.push(`${le(e.requests,"request")} in flight`),e.max_bps&&t.push(`at most ${Ve(e.max_bps,D.value==="bits")}`),e.deadline){let n=(Date.parse(e.deadline)-ue.value)/1e3;t.push(n>0?`to be done in ${se(n)}`:"its time is over")}if(e.next_attempt){let n=(Date.parse(e.next_attempt)-ue.value)/1e3;t.push(`${e.attempts} tried, again ${n>=1?`in ${se(n)}`:"now"}`)}return t.join(" · ")}var Iu=({t:e})=>i`
  <span class=${`state ${Bu[e.state]??""}`}>${Du[e.state]??e.state}${e.state==="queued"&&e.position>0&&` · place ${e.position}`}</span>`;function gi({transfer:e,isFull:t}){let n=e.state==="completed"?100:Se(e.bytes_done,e.size),o=ut(e),r=Fu(e);return i`
    <li class="transfer" data-id=${e.id} data-state=${e.state} data-hash=${e.hash}>
      <div class="transfer-head">
        <${Iu} t=${e} />
        ${e.tag&&i`<span class="tag">${T(e.tag)}</span>`}
        <code class="hash" title=${e.hash}>${O(e.hash)}</code>
        <span class="spring"></span>
        <span class="facts-line" title=${ne(e.bytes_done)}>${Ru(e,t)}</span>
        <span class="row-actions">
          ${!me(e)&&i`
            ${t&&i`<${ii} t=${e} /><${si} t=${e} />`}
            <button type="button" class="button small"
              aria-label=${`Cancel the transfer of ${o}`}
              onClick=${()=>ai(e)}>Cancel</button>`}
          <${Pt} label=${`More for the transfer of ${o}`} items=${li(e)} />
        </span>
      </div>
      ${(e.state==="running"||!me(e)&&e.bytes_done>0)&&i`
        <${Ke} percent=${n}
          label=${`Progress of ${o}`} />`}
      ${r&&i`<p class="facts-line">${r}</p>`}
      ${e.error&&i`<p class="transfer-error">${T(e.error.detail)}</p>`}
      <${fi} sources=${e.sources??[]} isOpen=${t&&["running","failed"].includes(e.state)} />
    </li>`}var vi=()=>i`
  <div class="empty">
    <p><strong>Nothing has been fetched yet.</strong></p>
    <p>On the page of another node press “Copy ticket” beside a blob, or
      run${" "}<code>firn ticket HASH</code> there. Paste the ticket above: the
      blob comes here and is verified as it arrives.</p>
  </div>`,bi=()=>Xt.value?i`<${j} problem=${Xt.value}
      doing="Reading the transfers:" onRetry=${Yt} />`:i`<p class="muted">Reading…</p>`,mi=8;function $i(){let e=qe.value;return e?e.length?i`
    <ul class="transfers">
      ${e.slice(0,mi).map(t=>i`<${gi} key=${t.id} transfer=${t} />`)}
    </ul>
    <a href=${K("transfers")}>${e.length>mi?`All ${e.length} transfers`:"More about transfers"}</a>`:i`<${vi} />`:i`<${bi} />`}var ju=[{title:"Running",states:["running"]},{title:"In the queue",states:["queued"]},{title:"Paused",states:["paused"]},{title:"Ended",states:["completed","failed","cancelled"]}],hi=50;function Hu({title:e,states:t}){let[n,o]=E(hi),r=ks(t);return r.length?i`
    <section class="transfer-group" aria-label=${e} data-group=${t[0]}>
      <h3>${e} <span class="muted num">${r.length}</span></h3>
      <ul class="transfers">${r.slice(0,n).map(a=>i`
        <${gi} key=${a.id} transfer=${a} isFull=${!0} />`)}</ul>
      ${r.length>n&&i`
        <div class="pager"><button type="button" class="button small"
          onClick=${()=>o(n+4*hi)}>
          Show more (${r.length-n} left)</button></div>`}
    </section>`:null}function yi(){let e=qe.value;return e?e.length?i`
    ${ju.map(t=>i`<${Hu} key=${t.title} ...${t} />`)}
    ${rr.value&&i`<p class="muted">Older ones are listed by${" "}
      <code>firn transfers</code>.</p>`}`:i`<${vi} />`:i`<${bi} />`}async function sn(e,t){try{await t()}catch(n){ie(n,e)}}var to=e=>e.tags[0]?.split("/").at(-1)||`${e.hash.slice(0,16)}.bin`,_i=e=>sn("Making the ticket",async()=>{let{ticket:t}=await M("GET",y.blobTicket(e.hash));await Q(t,"Ticket")}),Uu=e=>sn("Verifying",async()=>{G(`Reading ${z(e.held_bytes)} from disk…`);let t=await M("POST",y.blobVerify(e.hash));t.ok?G(`${O(e.hash)} is intact`):ie({message:`${z(t.bad_bytes)} are damaged on disk`,hint:"The damaged parts are no longer served. Fetch the blob again: only they are transferred."},O(e.hash)),rt()});async function Gu(e){let t=await he({title:"Tag this blob",confirm:"Set tag",body:i`
      <p>A tag is a name for <code>${O(e.hash)}</code>. It keeps the
        blob from being removed. A tag that exists is moved here.</p>
      <div class="field"><label for="tag-name">Name</label>
        <input id="tag-name" name="name" type="text" required maxlength="255"
          autocomplete="off" autofocus /></div>`});t&&await sn("Setting the tag",async()=>{await M("PUT",y.tag(t.name),{hash:e.hash}),rt()})}async function xi(e){await he({title:"Remove this tag?",confirm:"Remove tag",body:i`<p><span class="tag">${T(e)}</span> goes; the blob stays.</p>`})&&await sn("Removing the tag",async()=>{await M("DELETE",y.tag(e)),rt()})}async function qu(e){await he({title:"Delete this blob?",confirm:"Delete",danger:!0,body:i`
      <p><code class="wrap">${e.hash}</code></p>
      <p>${z(e.held_bytes)} are removed from this node. Other nodes keep
        their copies.</p>
      ${e.tags.length>0&&i`
        <p>Its tags go with it:
          ${e.tags.map(n=>i` <span class="tag">${T(n)}</span>`)}</p>`}`})&&await sn("Deleting",async()=>{let n=e.tags.length?{force:"true"}:{};await M("DELETE",y.blob(e.hash,n)),G(`${O(e.hash)} deleted`),rt()})}var wi=e=>[{label:"Copy hash",run:()=>Q(e.hash,"Hash")},{label:"Copy curl: download",run:()=>Q(N("GET",y.blob(e.hash),{output:to(e)}),"Curl command")},{label:"Copy curl: delete",run:()=>Q(N("DELETE",y.blob(e.hash)),"Curl command")},{label:"Tag…",run:()=>Gu(e)},{label:"Verify",run:()=>Uu(e)},{label:"Delete…",danger:!0,run:()=>qu(e)}];var Wu=({tags:e})=>i`
  <span class="tags">
    ${e.map(t=>i`
      <span class="tag" key=${t}><span class="tag-text" title=${T(t)}>${T(t)}</span>
        <button type="button" class="tag-remove"
          aria-label=${`Remove tag ${T(t)}`} title="Remove this tag"
          onClick=${()=>xi(t)}><${ae} name="close" /></button>
      </span>`)}
  </span>`;function Vu({blob:e}){if(e.state==="complete")return i`<span class="state good">Complete</span>`;let t=ws(e),n=Se(t,e.size);return i`
    <span class="partial" title=${`${ne(t)} held`}>
      <span class="state">${n==null?"Partial":`${n} % held`}</span>
      <${Ke} percent=${n??0} label=${`Held of ${O(e.hash)}`} />
    </span>`}var Xu=({blob:e})=>i`
  <li class="blob" data-hash=${e.hash}>
    <code class="hash" title=${e.hash}>${O(e.hash)}</code>
    <span class="num blob-size" title=${ne(e.size)}>${e.size==null?"unknown":z(e.size)}</span>
    <${Vu} blob=${e} />
    <${Wu} tags=${e.tags} />
    <span class="row-actions">
      ${e.state==="complete"&&i`
        <a class="button small" download=${to(e)}
          href=${y.blob(e.hash,{download:to(e)})}>
          Download</a>`}
      <button type="button" class="button small" onClick=${()=>_i(e)}>
        Copy ticket</button>
      <${Pt} label=${`More for ${O(e.hash)}`} items=${wi(e)} />
    </span>
  </li>`,ki=0;function Yu(e){let t=e.target.value.trim();clearTimeout(ki),ki=setTimeout(()=>An({tag:t}),300)}function Si(){return i`
    <div class="filters" role="search" aria-label="Blobs shown">
      <label class="offscreen" for="filter-state">State</label>
      <select id="filter-state" value=${je.value.state}
        onChange=${e=>An({state:e.target.value})}>
        <option value="">All states</option>
        <option value="complete">Complete</option>
        <option value="partial">Partial</option>
      </select>
      <label class="offscreen" for="filter-tag">Tag</label>
      <input id="filter-tag" type="search" placeholder="Exact tag"
        autocomplete="off" value=${je.value.tag} onInput=${Yu} />
    </div>`}var Ku=()=>(Io.value||zn.value)&&i`
  <nav class="pager" aria-label="Pages of blobs">
    <button type="button" class="button small" disabled=${!zn.value}
      onClick=${jo}>Previous</button>
    <span class="muted">Page ${ja.value}</span>
    <button type="button" class="button small" disabled=${!Io.value}
      onClick=${Ua}>Next</button>
  </nav>`;function Ju(){return Ha.value?i`
      <div class="empty">
        <p><strong>No blob is like that.</strong></p>
        <button type="button" class="button small"
          onClick=${()=>An({state:"",tag:""})}>Show all</button>
      </div>`:i`
    <div class="empty">
      <p><strong>This node is empty.</strong></p>
      <p>Drop files anywhere on this page, use “Add files”, or put one in from
        a shell:</p>
      <p><code>firn add FILE</code></p>
      <p><code class="wrap">${N("PUT",y.blobs(),{file:"FILE"})}</code></p>
    </div>`}function Ti(){let e=Ro.value;return It.value&&!e?i`<${j} problem=${It.value}
      doing="Reading the blobs:" onRetry=${Ue} />`:e?e.length?i`
    <ul class="blobs" aria-label="Blobs">
      <li class="blob blob-head" aria-hidden="true">
        <span>Hash</span><span class="num">Size</span><span>State</span>
        <span>Tags</span><span></span>
      </li>
      ${e.map(t=>i`<${Xu} key=${t.hash} blob=${t} />`)}
    </ul>
    <${Ku} />`:i`<${Ju} />`:i`<p class="muted">Reading…</p>`}var Zu={waiting:"Waiting",running:"Uploading",done:"Stored",failed:"Failed",cancelled:"Stopped"},Qu={done:"good",failed:"bad",running:"busy"},Ci=e=>e.state==="running"&&e.done>=e.size,ed=e=>Ci(e)?"Storing":e.state==="done"&&!e.result.created?"Known already":Zu[e.state],td=({u:e})=>i`
  <li class="upload" data-state=${e.state}>
    <div class="transfer-head">
      <span class=${`state ${Qu[e.state]??""}`}>${ed(e)}</span>
      <span class="file-name">${T(e.name)}</span>
      <span class="spring"></span>
      <span class="facts-line">
        ${st(e)?z(e.size):`${z(e.done)} of ${z(e.size)}`}</span>
      ${e.result&&i`
        <${R} text=${e.result.hash} what="Hash" label="Hash" />`}
      ${e.state==="failed"&&i`
        <button type="button" class="button small" onClick=${()=>Es(e.id)}>
          Try again</button>`}
      <button type="button" class="button bare"
        aria-label=${st(e)?`Dismiss ${T(e.name)}`:`Stop uploading ${T(e.name)}`}
        onClick=${()=>zs(e.id)}><${ae} name="close" /></button>
    </div>
    ${!st(e)&&i`
      <${Ke} percent=${Ci(e)?null:Se(e.done,e.size)}
        label=${`Upload of ${T(e.name)}`} />`}
    ${e.problem&&e.state==="failed"&&i`
      <p class="transfer-error">${e.problem.message} ${e.problem.hint}</p>`}
  </li>`;function Pi(){let e=ge.value;return e.length?i`
    <div class="uploads">
      <ul aria-label="Uploads">
        ${e.map(t=>i`<${td} key=${t.id} u=${t} />`)}
      </ul>
      ${e.length>1&&e.every(st)&&i`
        <button type="button" class="button small" onClick=${As}>
          Clear this list</button>`}
    </div>`:null}var Mi=()=>i`
  <main class="overview" id="main" tabindex="-1">
    <div class="side"><${ei} /><${ti} /></div>
    <section class="card transfers-card" aria-labelledby="transfers-title">
      <div class="card-head"><h2 id="transfers-title">Transfers</h2></div>
      <${eo} />
      <${$i} />
    </section>
    <section class="card blobs-card" aria-labelledby="blobs-title">
      <div class="card-head">
        <h2 id="blobs-title">Blobs</h2>
        <span class="spring"></span>
        <${Si} />
        <${R} text=${N("PUT",y.blobs(),{file:"FILE"})}
          what="Curl command" label="curl" />
        <${Ds} />
      </div>
      <${Pi} />
      <${Ti} />
    </section>
  </main>`;var nd={static:"the list in the settings",mdns:"DNS-SD by Avahi",lan:"iroh’s multicast",dns:"_iroh TXT records",exchange:"peers tell of peers"},od={off:"Off",starting:"Starting",running:"Running",failed:"Failed"},rd={static:"no nodes are named in discovery.static"},ad={running:"good",failed:"bad",starting:"busy"},sd=({s:e})=>i`
  <li>
    <a href=${K("peers",e.id)}>${T(e.name)||O(e.id)}</a>
    <span>${e.addresses.join(", ")}</span>
    <span class="muted">${Te(e.last_seen,ue.value)}</span>
  </li>`;function id({source:e}){let t=Object.entries(e.faults).filter(([,n])=>n>0).map(([n,o])=>`${n.replaceAll("_"," ")} ${o}×`);return i`
    <li class="source" data-name=${e.name}>
      <div class="transfer-head">
        <strong>${e.name}</strong><span class="muted">${nd[e.name]}</span>
        <span class="spring"></span>
        <span class=${`state ${ad[e.state]??""}`}>${od[e.state]??e.state}</span>
      </div>
      ${e.enabled?i`<p class="facts-line">
        ${e.announced&&"announces this node · "}found ${le(e.discovered,"node")} ·
        ${" "}ran ${le(e.runs,"time")}${t.length>0&&` · ${t.join(", ")}`}</p>`:i`<p class="facts-line">${rd[e.name]??`switched off by discovery.${e.name}.enabled`}</p>`}
      ${e.error&&i`<p class="transfer-error">${T(e.error)}</p>`}
      ${e.sightings.length>0&&i`
        <details class="sources"><summary>sees ${le(e.sightings.length,"node")}</summary>
          <ul>${e.sightings.map(n=>i`<${sd} key=${n.id} s=${n} />`)}</ul>
        </details>`}
    </li>`}function Ni(){return Gt.value?i`<${j} problem=${Gt.value}
      doing="Reading the sources:" />`:Un.value?i`
    <ul class="source-list">${Un.value.map(e=>i`
      <${id} key=${e.name} source=${e} />`)}</ul>`:i`<p class="muted">Reading…</p>`}var ld=[[/not who it should|identity/,"Another node answers there. Was its key changed, or the address given to another machine? Connect with its present id."],[/banned/,"That node has banned this one; its operator can take it back."],[/enough peers/,"It has as many links as it may have. Raise its peers.max_links."],[/refused|no protocol|closed/,"It is there and does not want this connection. Is it a node of a version that speaks with this one?"],[/unreachable|no route/,"No way leads there from this machine. Check its network and routes."],[/timed out|no answer|nothing was heard|timeout/,"Nobody answers. Is it running, and does a firewall let UDP through to its port?"]];function no(e){if(e.banned)return"It is banned here. Unban it to let it connect.";if(e.state==="connected"||e.state==="connecting")return"";if(!e.addresses.length)return"No address of it is known. Connect with id@ip:port or a ticket, or let discovery find it.";if(!e.last_error)return"";let t=e.last_error.toLowerCase();return ld.find(([n])=>n.test(t))?.[1]??"It is tried again by itself."}var oe=e=>T(e.name)||O(e.id);async function ln(e,t){try{await t()}catch(n){ie(n,e)}xt(),Hn()}var yr=e=>ln(`Pinging ${oe(e)}`,async()=>{let t=await M("POST",y.peerPing(e.id),{count:4}),{min:n,mean:o,max:r}=t.rtt_ms;G(`${oe(e)}: ${t.received} of ${t.sent} came back in ${ce(o)} (${ce(n)} to ${ce(r)})${t.by==="quic"?", as QUIC measures":""}`)}),_r=e=>ln(`Connecting to ${oe(e)}`,async()=>{await M("POST",y.peers(),{address:e.id}),G(`${oe(e)} is connected`)});async function xr(e,t,n,o=!0){return await he({title:e,confirm:t,danger:o,body:n})!==null}var wr=({peer:e})=>i`
  <p><strong>${oe(e)}</strong><br /><code class="wrap">${e.id}</code></p>`;async function kr(e){await xr("Disconnect and forget this peer?","Disconnect",i`
    <${wr} peer=${e} />
    <p>Its addresses and measurements are dropped. It may come back by
      discovery, or connect by itself; ban it to keep it away.</p>`)&&await ln(`Disconnecting ${oe(e)}`,async()=>{await M("DELETE",y.peer(e.id)),G(`${oe(e)} is forgotten`),te.value.id===e.id&&Rn("peers")})}async function Sr(e){await xr("Ban this peer?","Ban",i`
    <${wr} peer=${e} />
    <p>It is disconnected and refused from now on, also after a restart, until
      the ban is taken back.</p>`)&&await ln(`Banning ${oe(e)}`,async()=>{await M("POST",y.peerBan(e.id)),G(`${oe(e)} is banned`)})}async function Tr(e){await xr("Take the ban back?","Unban",i`
    <${wr} peer=${e} />
    <p>It may connect again, and is connected to when it is found.</p>`,!1)&&await ln(`Unbanning ${oe(e)}`,async()=>{await M("POST",y.peerUnban(e.id)),G(`${oe(e)} is not banned any more`)})}var Ei=e=>[...e.state==="connected"?[{label:"Ping",run:()=>yr(e)}]:e.banned?[]:[{label:"Connect",run:()=>_r(e)}],{label:"Copy id",run:()=>Q(e.id,"Node id")},{label:"Copy curl: details",run:()=>Q(N("GET",y.peer(e.id)),"Curl command")},{label:"Disconnect…",danger:!0,run:()=>kr(e)},e.banned?{label:"Unban…",run:()=>Tr(e)}:{label:"Ban…",danger:!0,run:()=>Sr(e)}];function q({name:e,label:t,sorting:n,onSort:o,className:r=""}){let a=n.key===e,s=n.isDown?"descending":"ascending";return i`
    <th scope="col" class=${r} aria-sort=${a?s:void 0}>
      <button type="button" class="sort-button" onClick=${()=>o(e)}>
        ${t}<span class="sort-mark" aria-hidden="true">${a?n.isDown?"↓":"↑":""}</span></button>
    </th>`}var zi=100,Ai={connected:"Connected",connecting:"Connecting",disconnected:"Disconnected",disconnecting:"Disconnecting",failed:"Failed"},cd={connected:"good",connecting:"busy",failed:"bad"},Cr=({peer:e})=>e.banned?i`<span class="state bad">Banned</span>`:i`<span class=${`state ${cd[e.state]??""}`}>${Ai[e.state]??e.state}</span>`,ud=({peer:e})=>{let t=no(e);return e.state==="connected"||!t&&!e.last_error?null:i`
    <tr class="trouble"><td colspan="10">
      ${e.last_error&&i`<span class="transfer-error">${T(e.last_error)}</span>`}
      ${" "}${t&&i`<span class="muted">${t}</span>`}</td></tr>`};function dd({peer:e,isChosen:t}){let n=D.value==="bits",o=e.state==="connected",r=a=>o?a:"–";return i`
    <tr class=${t?"selected":""} data-id=${e.id} data-state=${e.state}>
      <th scope="row">
        <a href=${K("peers",e.id)} aria-current=${t?"true":void 0}>${oe(e)}</a>
        <span class="sub muted">${e.name&&i`<code>${O(e.id)}</code>`}
          ${e.kind==="iroh"&&i`<span>iroh</span>`}
          ${e.pinned&&i`<span title="Connected to again whenever it is lost">pinned</span>`}</span>
      </th>
      <td><${Cr} peer=${e} /></td>
      <td class="num">${r(ce(e.rtt_ms))}</td>
      <td class="num second">${r(ze(e.loss))}</td>
      <td class="num extra">${r(Ae(e.rx_bps,n))}</td>
      <td class="num extra">${r(Ae(e.tx_bps,n))}</td>
      <td class="num extra">${r(e.score.toFixed(2))}</td>
      <td class="num extra">${e.reputation}</td>
      <td class="num extra">${e.reconnects}</td>
      <td class="cell-menu"><${Pt} label=${`More for ${oe(e)}`}
        items=${Ei(e)} /></td>
    </tr>
    <${ud} peer=${e} />`}var fd=()=>{let e={sorting:Ut.value,onSort:rs};return i`
    <tr>
      <${q} name="name" label="Peer" ...${e} />
      <${q} name="state" label="State" ...${e} />
      <${q} name="rtt" label="RTT" className="num" ...${e} />
      <${q} name="loss" label="Loss" className="num second" ...${e} />
      <${q} name="rx" label="In" className="num extra" ...${e} />
      <${q} name="tx" label="Out" className="num extra" ...${e} />
      <${q} name="score" label="Score" className="num extra" ...${e} />
      <${q} name="reputation" label="Reputation" className="num extra" ...${e} />
      <${q} name="reconnects" label="Reconnects" className="num extra" ...${e} />
      <th scope="col"><span class="offscreen">Actions</span></th>
    </tr>`};function Oi(){let e=as.value??{},t=(n,o)=>i`
    <option value=${n}>${o}${e[n]?` (${e[n]})`:""}</option>`;return i`
    <label class="offscreen" for="peer-state">State</label>
    <select id="peer-state" class="narrow" value=${Ee.value}
      onChange=${n=>{Ee.value=n.target.value}}>
      <option value="">All states${e.known?` (${e.known})`:""}</option>
      ${Object.entries(Ai).map(([n,o])=>t(n,o))}
      ${t("banned","Banned")}
    </select>`}var pd=()=>i`
  <div class="empty">
    <p><strong>${Ee.value?"No peer is like that.":"No peer is known yet."}</strong></p>
    ${Ee.value?i`
      <button type="button" class="button small"
        onClick=${()=>{Ee.value=""}}>Show all</button>`:i`
      <p>Nodes on the same network find each other by themselves. For others
        paste an address or a ticket above, or run</p>
      <p><code>firn connect ID@IP:PORT</code></p>`}
  </div>`;function Li(){let[e,t]=E(zi),n=os.value,o=Fn.value;return o&&!n?i`<${j} problem=${o} doing="Reading the peers:"
      onRetry=${xt} />`:n?i`
    ${o&&i`<${j} problem=${o} doing="Reading the peers:" />`}
    ${n.length?i`
      <table class="table peers">
        <caption class="offscreen">Peers</caption>
        <thead><${fd} /></thead>
        <tbody>${n.slice(0,e).map(r=>i`
          <${dd} key=${r.id} peer=${r} isChosen=${r.id===te.value.id} />`)}</tbody>
      </table>`:i`<${pd} />`}
    ${n.length>e&&i`
      <div class="pager"><button type="button" class="button small"
        onClick=${()=>t(e+4*zi)}>
        Show more (${n.length-e} left)</button></div>`}
    ${Vo.value&&i`<p class="muted">There are more; the first
      ${n.length.toLocaleString("en-US")} by id are here.</p>`}`:i`<p class="muted">Reading…</p>`}var Pr=240,oo=48;function md(e,t){let n=Pr/Math.max(1,e.length-1),o="",r=!1;return e.forEach((a,s)=>{if(a==null){r=!1;return}let l=oo-2-a/t*(oo-6);o+=`${r?"L":"M"}${(s*n).toFixed(1)} ${l.toFixed(1)}`,r=!0}),o}function dt({name:e,values:t,format:n,tone:o="",span:r="the last minute"}){let a=t.filter(c=>c!=null);if(!a.length)return i`<p class="spark"><span class="spark-name">${e}</span>${" "}
      <span class="muted">not measured yet</span></p>`;let s=Math.max(...a),l=n(a.at(-1)),u=md(t,s||1);return i`
    <figure class="spark">
      <figcaption><span class="spark-name">${e}</span>
        <strong class="num">${l}</strong>
        <span class="muted num">at most ${n(s)}</span></figcaption>
      <svg class=${`spark-line ${o}`} viewBox=${`0 0 ${Pr} ${oo}`}
        preserveAspectRatio="none" role="img"
        aria-label=${`${e} of ${r}: ${l} now, ${n(s)} at most`}>
        <path class="spark-base" d=${`M0 ${oo-1}H${Pr}`} />
        <path d=${u} />
      </svg>
    </figure>`}var hd={firn:"Firn node",iroh:"stock iroh endpoint",unknown:"not known yet"},gd=({p:e})=>i`
  <div class="action-row">
    ${e.state==="connected"?i`<button type="button" class="button small" onClick=${()=>yr(e)}>Ping</button>`:!e.banned&&i`<button type="button" class="button small"
          onClick=${()=>_r(e)}>Connect</button>`}
    <button type="button" class="button small" onClick=${()=>kr(e)}>Disconnect…</button>
    ${e.banned?i`<button type="button" class="button small" onClick=${()=>Tr(e)}>Unban…</button>`:i`<button type="button" class="button small" onClick=${()=>Sr(e)}>Ban…</button>`}
    <${R} text=${N("GET",y.peer(e.id))} what="Curl command" label="curl" />
    <a class="button small" href=${K("topology",e.id)}>In the topology</a>
  </div>`;function vd({p:e}){if(!e.samples.length)return null;let t=D.value==="bits",n=r=>e.samples.map(a=>a[r]),o=r=>ve(r,t);return i`
    <section aria-label="The last minute">
      <h3>The last minute</h3>
      <div class="sparks">
        <${dt} name="RTT" values=${n("rtt_ms")} format=${ce} />
        <${dt} name="In" values=${n("rx_bps")} format=${o} />
        <${dt} name="Out" values=${n("tx_bps")} format=${o} />
        <${dt} name="Loss" values=${n("loss")} format=${ze} tone="bad" />
      </div>
    </section>`}var bd=({list:e})=>i`
  <section aria-label="Addresses">
    <h3>Addresses</h3>
    ${e.length?i`
      <table class="table dense">
        <thead><tr><th scope="col">Address</th><th scope="col">From</th>
          <th scope="col">Worked</th></tr></thead>
        <tbody>${e.map(t=>i`
          <tr key=${t.addr}><th scope="row"><code class="wrap">${t.addr}</code></th>
            <td>${t.source}</td><td>${Te(t.last_ok,ue.value)}</td></tr>`)}</tbody>
      </table>`:i`<p class="muted">None is known.</p>`}
  </section>`,$d={served:"served",wrong_data:"wrong data",stalled:"stalled",timed_out:"timed out",broke_protocol:"broke the protocol"};function yd({p:e}){let t=e.state==="connected",n=Object.entries(e.deeds).filter(([,o])=>o>0).map(([o,r])=>`${$d[o]??o} ${r}×`);return i`
    <dl class="facts tight">
      <${S} name="Id"><${Ye} text=${e.id} what="Node id" /></${S}>
      <${S} name="Kind">${hd[e.kind]??e.kind}${e.agent&&`, ${T(e.agent)}`}</${S}>
      <${S} name="Since">${Te(e.since,ue.value)}</${S}>
      <${S} name="Found by">${e.discovered_by}${e.pinned&&", pinned"}</${S}>
      ${t&&i`
        <${S} name="Path"><span title=${e.path?.why}>${e.path?.addr??"–"}</span>
          ${e.direction&&i`<span class="muted"> ${e.direction==="in"?"it dialled":"we dialled"}</span>`}</${S}>
        <${S} name="RTT">${ce(e.rtt_ms)}
          <span class="muted"> ± ${ce(e.rtt_var_ms)}</span></${S}>
        <${S} name="Loss">${ze(e.loss)}</${S}>
        <${S} name="Window">${z(e.quality.cwnd)}</${S}>
        <${S} name="Received, sent">${z(e.quality.rx_bytes)}, ${z(e.quality.tx_bytes)}</${S}>
        ${e.observed&&i`<${S} name="Sees this node at"><code>${e.observed}</code></${S}>`}`}
      <${S} name="Score">${e.score.toFixed(2)}</${S}>
      <${S} name="Reputation">${e.reputation}
        ${n.length>0&&i`<span class="muted"> ${n.join(", ")}</span>`}</${S}>
      <${S} name="Reconnects">${e.reconnects}</${S}>
      ${!t&&e.next_dial_in_s!=null&&i`
        <${S} name="Tried again in">${se(e.next_dial_in_s)}</${S}>`}
      ${!t&&i`<${S} name="Last connected">${Te(e.last_connected,ue.value)}</${S}>`}
    </dl>`}function Di(){let e=jn.value;if(yt.value)return i`<${j} problem=${yt.value}
      doing="Reading the peer:" onRetry=${Hn} />`;if(!e)return i`<p class="muted">Reading…</p>`;let t=no(e);return i`
    <div class="card-head">
      <h2 class="file-name" id="peer-title">${oe(e)}</h2>
      <${Cr} peer=${e} />
      <span class="spring"></span>
      <a class="button small" href=${K("peers")}>Close</a>
    </div>
    ${e.last_error&&i`
      <div class=${e.state==="connected"?"note":"problem"}>
        <p><strong>Last error:</strong> ${T(e.last_error)}</p>
        ${t&&i`<p class="muted">${t}</p>`}</div>`}
    ${!e.last_error&&t&&i`<div class="note"><p>${t}</p></div>`}
    <${gd} p=${e} />
    <${yd} p=${e} />
    <${vd} p=${e} />
    <${bd} list=${e.addresses} />`}var Bi={message:"This is neither id@ip:port, nor an id (64 hex digits), nor a ticket."};function Ri(){let[e,t]=E(""),[n,o]=E(null),[r,a]=E(!1),s=async u=>{u.preventDefault();let c=gr(e);if(!c)return o(Bi);a(!0),o(null);try{let f=await M("POST",y.peers(),c);G(`${oe(f)} is connected`),t(""),xt()}catch(f){o(f)}return a(!1)},l=()=>{let u=gr(e);u?Q(N("POST",y.peers(),{body:u}),"Curl command"):o(Bi)};return i`
    <form class="transfer-form" onSubmit=${s} novalidate>
      <div class="field grow">
        <label for="connect-to">Address or ticket of a node</label>
        <input id="connect-to" type="text" autocomplete="off" spellcheck=${!1}
          placeholder="id@ip:port, id, or node…" value=${e}
          aria-invalid=${String(!!n)}
          aria-describedby=${n?"connect-error":void 0}
          onInput=${u=>{t(u.target.value),o(null)}} />
      </div>
      <div class="form-actions">
        <button type="submit" class="button primary" disabled=${r}>
          ${r?"Connecting…":"Connect"}</button>
        <button type="button" class="button" onClick=${l}
          title="Copy this request as a curl command">curl</button>
      </div>
      ${n&&i`
        <p class="form-error" id="connect-error" role="alert">
          ${n.message}${n.hint&&i` <span>${n.hint}</span>`}</p>`}
    </form>`}function _d(){return A(es,[te.value.id]),i`
    <section class="card details-card" aria-label="The chosen peer">
      <${Di} /></section>`}function Fi(){return A(In,[]),A(ts,[]),i`
    <main class="page peers-page" id="main" tabindex="-1">
      ${te.value.id&&i`<${_d} />`}
      <section class="card list-card" aria-labelledby="peers-title">
        <div class="card-head">
          <h2 id="peers-title">Peers</h2>
          <span class="spring"></span>
          <${Oi} />
          <${R} text=${N("GET",y.peers())} what="Curl command"
            label="curl" />
        </div>
        <${Ri} />
        <${Li} />
      </section>
      <section class="card discovery-card" aria-labelledby="discovery-title">
        <div class="card-head">
          <h2 id="discovery-title">How peers are found</h2>
          <span class="spring"></span>
          <${R} text=${N("GET",y.discovery())}
            what="Curl command" label="curl" />
        </div>
        <${Ni} />
      </section>
    </main>`}var xd=[{word:"good",rttMs:50,loss:.005},{word:"fair",rttMs:200,loss:.02}];function Ii({rtt_ms:e,loss:t}){if(e==null&&t==null)return"unknown";let n=o=>(e??0)<=o.rttMs&&(t??0)<=o.loss;return xd.find(n)?.word??"poor"}var ji={good:"up to 50 ms, 0.5 % loss",fair:"up to 200 ms, 2 % loss",poor:"slower or lossier",unknown:"not measured",lost:"gone"};function Hi(e){return e>1e3?Math.min(6,1+Math.floor(Math.log10(e/1e3)+1)):1}var wd=["surface","text","accent","bad","link-good","link-fair","link-poor","link-unknown","link-lost"];function Mr(e){let t=getComputedStyle(e);return Object.fromEntries(wd.map(n=>[n,t.getPropertyValue(`--${n}`).trim()]))}var kd={poor:[6,3],unknown:[2,3],lost:[4,4]},Sd=["unknown","good","fair","poor","lost"],un=e=>ps(e)?"lost":Ii(e.data),Td=e=>T(e.data.name)||O(e.id);function Nr(e,t){let n=t==="bytes"?r=>r.data.bytes??0:r=>r.degree,o=1;for(let r of e.nodes.values())o=Math.max(o,n(r));for(let r of e.nodes.values())r.radius=5+9*Math.sqrt(n(r)/o)+(r.data.state==="self"?3:0)}function Cd(e){let t=new Map;for(let n of e.links.values()){let o=un(n),r=o==="lost"?2:Hi((n.data.rx_bps??0)+(n.data.tx_bps??0)),a=`${Sd.indexOf(o)}${r}`;t.has(a)||t.set(a,{key:a,look:o,width:r,links:[]}),t.get(a).links.push(n)}return[...t.values()].sort((n,o)=>n.key<o.key?-1:1)}var qi=300;function Pd(e,{source:t,target:n}){e.moveTo(t.x,t.y),e.lineTo(n.x,n.y)}function Md(e,{source:t,target:n},o,r){let a=Math.hypot(n.x-t.x,n.y-t.y)||1,s=(t.y-n.y)/a*r,l=(n.x-t.x)/a*r;for(let u=(1-o)/2;u<o/2;u++)e.moveTo(t.x+u*s,t.y+u*l),e.lineTo(n.x+u*s,n.y+u*l)}function Ui(e,t,n,{pixel:o,ratio:r,isCrowded:a}){let s=o/r;e.beginPath(),e.lineWidth=a?s:n*o;for(let l of t)a?Md(e,l,Math.round(n*r),s):Pd(e,l);e.stroke()}function Nd(e,t){let{colors:n,groups:o,focus:r,selected:a}=t,s=r!==null,l=t.isCrowded?.45:.9,u=({source:c,target:f})=>r.has(c)&&r.has(f)&&(!a||c===a||f===a);for(let{look:c,width:f,links:b}of o)e.strokeStyle=n[`link-${c}`],e.setLineDash(b.length>qi?[]:(kd[c]??[]).map(p=>p*t.pixel)),e.globalAlpha=c==="lost"?1:s?.1:l,Ui(e,b,f,t),s&&(e.globalAlpha=1,Ui(e,b.filter(u),f+1,{...t,isCrowded:!1}));e.setLineDash([]),e.globalAlpha=1}function cn(e,t,n){e.beginPath();for(let o of t){let r=o.radius+n;e.moveTo(o.x+r,o.y),e.arc(o.x,o.y,r,0,2*Math.PI)}}function Ed(e,t){e.beginPath();for(let n of t){let o=n.radius*.45;e.moveTo(n.x-o,n.y-o),e.lineTo(n.x+o,n.y+o),e.moveTo(n.x+o,n.y-o),e.lineTo(n.x-o,n.y+o)}}var Ce=e=>e.goneAt||e.data.state==="lost"?"lost":e.data.state,Wi={reachable(e,t,{colors:n,scale:o}){cn(e,t,0),e.fillStyle=n.surface,e.strokeStyle=n.accent,e.lineWidth=2/o,e.fill(),e.stroke()},connected(e,t,{colors:n,scale:o}){cn(e,t,0),e.fillStyle=n.accent,e.strokeStyle=n.surface,e.lineWidth=1/o,e.fill(),e.stroke()},lost(e,t,{colors:n,scale:o}){cn(e,t,0),e.fillStyle=n.surface,e.strokeStyle=n.bad,e.lineWidth=1.5/o,e.fill(),e.stroke(),Ed(e,t),e.stroke()},self(e,t,n){let{colors:o,scale:r}=n;cn(e,t,4/r),e.fillStyle=o.surface,e.strokeStyle=o.accent,e.lineWidth=2/r,e.fill(),e.stroke(),Wi.connected(e,t,n)}};function zd(e,t){let n={lost:[],reachable:[],connected:[],self:[]},o=r=>t.focus!==null&&!t.focus.has(r);for(let r of[!0,!1]){for(let a of Object.values(n))a.length=0;for(let a of t.graph.nodes.values())o(a)===r&&(n[Ce(a)]??n.reachable).push(a);e.globalAlpha=r?.25:1;for(let[a,s]of Object.entries(n))s.length&&Wi[a](e,s,t)}t.selected&&(cn(e,[t.selected],8/t.scale),e.strokeStyle=t.colors.text,e.lineWidth=2/t.scale,e.stroke())}var Gi=(e,t)=>(t===e.selected?4e6:0)+(t===e.hovered?2e6:0)+(t.data.state==="self"?1e6:0)+(e.focus?.has(t)?1e4:0)+t.radius;function Ad(e,t){let{colors:n,toScreen:o,width:r,height:a}=t,s=[],l=c=>s.every(f=>c.x1<f.x0||c.x0>f.x1||c.y1<f.y0||c.y0>f.y1),u=t.graph.nodes.size>150?40:150;e.font=t.font,e.textAlign="center",e.textBaseline="top",e.lineJoin="round",e.lineWidth=3;for(let c of t.byWeight){if(s.length>=u)break;if(t.focus&&!t.focus.has(c)&&c!==t.hovered)continue;let f=o(c),b=f.y+c.radius*t.scale+4;if(f.x<0||f.x>r||f.y<0||b>a)continue;if(!c.label||c.labelOf!==c.data.name){c.labelOf=c.data.name;let g=Td(c);c.label=g.length>24?`${g.slice(0,23)}…`:g,c.labelWidth=e.measureText(c.label).width}let p=c.labelWidth/2+3,d={x0:f.x-p,x1:f.x+p,y0:b-1,y1:b+15};l(d)&&(s.push(d),e.globalAlpha=Ce(c)==="lost"?.75:1,e.strokeStyle=n.surface,e.strokeText(c.label,f.x,b),e.fillStyle=n.text,e.fillText(c.label,f.x,b))}e.globalAlpha=1}function Er(e){e.groups=Cd(e.graph),ro(e)}function ro(e){e.byWeight=[...e.graph.nodes.values()].sort((t,n)=>Gi(e,n)-Gi(e,t))}function zr(e,t){let{view:n,ratio:o,width:r,height:a}=t;t.scale=n.k,t.isCrowded=t.graph.links.size>qi,t.pixel=1/n.k,t.toScreen=s=>({x:s.x*n.k+n.x,y:s.y*n.k+n.y}),e.setTransform(o,0,0,o,0,0),e.clearRect(0,0,r,a),e.save(),e.translate(n.x,n.y),e.scale(n.k,n.k),Nd(e,t),zd(e,t),e.restore(),Ad(e,t)}var ao={self:"This node",connected:"Connected",reachable:"Reachable",lost:"Lost"},Od={self:"busy",connected:"good",lost:"bad"},Or=({state:e})=>i`
  <span class=${`state ${Od[e]??""}`}>${ao[e]??e}</span>`,Vi=({look:e})=>i`
  <span class="link-word"><span class=${`swatch ${e}`}></span>${e}</span>`,Le=e=>T(e.data.name)||O(e.id);function Ld(e,t){let{rx_bps:n,tx_bps:o,from:r}=e.data;return r===t.id?{rx:n,tx:o}:{rx:o,tx:n}}function Dd({link:e,node:t,onSelect:n}){let o=qt(e,t),{rx:r,tx:a}=Ld(e,t),s=D.value==="bits",l=un(e);return i`
    <tr>
      <th scope="row"><button type="button" class="link-button"
        onClick=${()=>n(o)}>${Le(o)}</button></th>
      <td><span class=${`swatch ${l}`}></span><span class="offscreen">${l}</span></td>
      <td class="num">${l==="lost"?"lost":ce(e.data.rtt_ms)}</td>
      <td class="num">${ze(e.data.loss)}</td>
      <td class="num">${Ae(r,s)}</td>
      <td class="num">${Ae(a,s)}</td>
    </tr>`}var Bd=({node:e,at:t,onSelect:n})=>i`
  <div class="table-box" tabindex="0" role="region" aria-label="Links of this node">
    <table class="table dense">
      <thead><tr>
        <th scope="col">To</th>
        <th scope="col"><span class="offscreen">Quality</span></th>
        <th scope="col" class="num">RTT</th><th scope="col" class="num">Loss</th>
        <th scope="col" class="num">In</th><th scope="col" class="num">Out</th>
      </tr></thead>
      <tbody>${e.links.map(o=>i`
        <${Dd} key=${o.key} link=${o} node=${e}
          at=${t} onSelect=${n} />`)}</tbody>
    </table>
  </div>`,Ar=(e,t)=>e==null?"not told":t(e),Xi=({node:e,at:t,onSelect:n,onClose:o})=>{let r=e.data,a=r.state==="connected"||r.state==="lost";return i`
    <div class="details" data-id=${e.id}>
      <div class="card-head">
        <h3 class="file-name">${Le(e)}</h3>
        <${Or} state=${Ce(e)} />
        <span class="spring"></span>
        <button type="button" class="button small" onClick=${o}>Close</button>
      </div>
      <dl class="facts tight">
        <${S} name="Id"><${Ye} text=${e.id} what="Node id" /></${S}>
        <${S} name="Version">${T(r.version)||"not told"}</${S}>
        <${S} name="Up for">${Ar(r.uptime_s,se)}</${S}>
        <${S} name="Blobs">${Ar(r.blobs,s=>s.toLocaleString("en-US"))}</${S}>
        <${S} name="Holds"><span title=${ne(r.bytes)}>${Ar(r.bytes,z)}</span></${S}>
        <${S} name="Links">${le(e.degree,"link")}</${S}>
      </dl>
      <div class="action-row">
        ${a&&i`
          <a class="button small" href=${K("peers",e.id)}>Peer page</a>`}
        <${R} what="Curl command" label="curl"
          text=${N("GET",a?y.peer(e.id):y.topology())} />
      </div>
      ${e.links.length>0&&i`<${Bd} node=${e}
        at=${t} onSelect=${n} />`}
    </div>`};function Rd(e){let t=+this._x.call(null,e),n=+this._y.call(null,e);return Ki(this.cover(t,n),t,n,e)}function Ki(e,t,n,o){if(isNaN(t)||isNaN(n))return e;var r,a=e._root,s={data:o},l=e._x0,u=e._y0,c=e._x1,f=e._y1,b,p,d,g,h,m,v,$;if(!a)return e._root=s,e;for(;a.length;)if((h=t>=(b=(l+c)/2))?l=b:c=b,(m=n>=(p=(u+f)/2))?u=p:f=p,r=a,!(a=a[v=m<<1|h]))return r[v]=s,e;if(d=+e._x.call(null,a.data),g=+e._y.call(null,a.data),t===d&&n===g)return s.next=a,r?r[v]=s:e._root=s,e;do r=r?r[v]=new Array(4):e._root=new Array(4),(h=t>=(b=(l+c)/2))?l=b:c=b,(m=n>=(p=(u+f)/2))?u=p:f=p;while((v=m<<1|h)===($=(g>=p)<<1|d>=b));return r[$]=a,r[v]=s,e}function Fd(e){Array.isArray(e)||(e=Array.from(e));let t=e.length,n=new Float64Array(t),o=new Float64Array(t),r=1/0,a=r,s=-r,l=s;for(let u=0,c,f,b;u<t;++u){if(isNaN(f=+this._x.call(null,c=e[u]))||isNaN(b=+this._y.call(null,c))){n[u]=NaN;continue}n[u]=f,o[u]=b,f<r&&(r=f),f>s&&(s=f),b<a&&(a=b),b>l&&(l=b)}if(r>s||a>l)return this;this.cover(r,a).cover(s,l);for(let u=0;u<t;++u)Ki(this,n[u],o[u],e[u]);return this}function Id(e,t){if(isNaN(e=+e)||isNaN(t=+t))return this;var n=this._x0,o=this._y0,r=this._x1,a=this._y1;if(isNaN(n))r=(n=Math.floor(e))+1,a=(o=Math.floor(t))+1;else{for(var s=r-n||1,l=this._root,u,c;n>e||e>=r||o>t||t>=a;)switch(c=(t<o)<<1|e<n,u=new Array(4),u[c]=l,l=u,s*=2,c){case 0:r=n+s,a=o+s;break;case 1:n=r-s,a=o+s;break;case 2:r=n+s,o=a-s;break;case 3:n=r-s,o=a-s;break}this._root&&this._root.length&&(this._root=l)}return this._x0=n,this._y0=o,this._x1=r,this._y1=a,this}function jd(){var e=[];return this.visit(function(t){if(!t.length)do e.push(t.data);while(t=t.next)}),e}function Hd(e){return arguments.length?this.cover(+e[0][0],+e[0][1]).cover(+e[1][0],+e[1][1]):isNaN(this._x0)?void 0:[[this._x0,this._y0],[this._x1,this._y1]]}function de(e,t,n,o,r){this.node=e,this.x0=t,this.y0=n,this.x1=o,this.y1=r}function Ud(e,t,n){var o,r=this._x0,a=this._y0,s,l,u,c,f=this._x1,b=this._y1,p=[],d=this._root,g,h;for(d&&p.push(new de(d,r,a,f,b)),n==null?n=1/0:(r=e-n,a=t-n,f=e+n,b=t+n,n*=n);g=p.pop();)if(!(!(d=g.node)||(s=g.x0)>f||(l=g.y0)>b||(u=g.x1)<r||(c=g.y1)<a))if(d.length){var m=(s+u)/2,v=(l+c)/2;p.push(new de(d[3],m,v,u,c),new de(d[2],s,v,m,c),new de(d[1],m,l,u,v),new de(d[0],s,l,m,v)),(h=(t>=v)<<1|e>=m)&&(g=p[p.length-1],p[p.length-1]=p[p.length-1-h],p[p.length-1-h]=g)}else{var $=e-+this._x.call(null,d.data),k=t-+this._y.call(null,d.data),x=$*$+k*k;if(x<n){var F=Math.sqrt(n=x);r=e-F,a=t-F,f=e+F,b=t+F,o=d.data}}return o}function Gd(e){if(isNaN(f=+this._x.call(null,e))||isNaN(b=+this._y.call(null,e)))return this;var t,n=this._root,o,r,a,s=this._x0,l=this._y0,u=this._x1,c=this._y1,f,b,p,d,g,h,m,v;if(!n)return this;if(n.length)for(;;){if((g=f>=(p=(s+u)/2))?s=p:u=p,(h=b>=(d=(l+c)/2))?l=d:c=d,t=n,!(n=n[m=h<<1|g]))return this;if(!n.length)break;(t[m+1&3]||t[m+2&3]||t[m+3&3])&&(o=t,v=m)}for(;n.data!==e;)if(r=n,!(n=n.next))return this;return(a=n.next)&&delete n.next,r?(a?r.next=a:delete r.next,this):t?(a?t[m]=a:delete t[m],(n=t[0]||t[1]||t[2]||t[3])&&n===(t[3]||t[2]||t[1]||t[0])&&!n.length&&(o?o[v]=n:this._root=n),this):(this._root=a,this)}function qd(e){for(var t=0,n=e.length;t<n;++t)this.remove(e[t]);return this}function Wd(){return this._root}function Vd(){var e=0;return this.visit(function(t){if(!t.length)do++e;while(t=t.next)}),e}function Xd(e){var t=[],n,o=this._root,r,a,s,l,u;for(o&&t.push(new de(o,this._x0,this._y0,this._x1,this._y1));n=t.pop();)if(!e(o=n.node,a=n.x0,s=n.y0,l=n.x1,u=n.y1)&&o.length){var c=(a+l)/2,f=(s+u)/2;(r=o[3])&&t.push(new de(r,c,f,l,u)),(r=o[2])&&t.push(new de(r,a,f,c,u)),(r=o[1])&&t.push(new de(r,c,s,l,f)),(r=o[0])&&t.push(new de(r,a,s,c,f))}return this}function Yd(e){var t=[],n=[],o;for(this._root&&t.push(new de(this._root,this._x0,this._y0,this._x1,this._y1));o=t.pop();){var r=o.node;if(r.length){var a,s=o.x0,l=o.y0,u=o.x1,c=o.y1,f=(s+u)/2,b=(l+c)/2;(a=r[0])&&t.push(new de(a,s,l,f,b)),(a=r[1])&&t.push(new de(a,f,l,u,b)),(a=r[2])&&t.push(new de(a,s,b,f,c)),(a=r[3])&&t.push(new de(a,f,b,u,c))}n.push(o)}for(;o=n.pop();)e(o.node,o.x0,o.y0,o.x1,o.y1);return this}function Kd(e){return e[0]}function Jd(e){return arguments.length?(this._x=e,this):this._x}function Zd(e){return e[1]}function Qd(e){return arguments.length?(this._y=e,this):this._y}function so(e,t,n){var o=new Lr(t??Kd,n??Zd,NaN,NaN,NaN,NaN);return e==null?o:o.addAll(e)}function Lr(e,t,n,o,r,a){this._x=e,this._y=t,this._x0=n,this._y0=o,this._x1=r,this._y1=a,this._root=void 0}function Yi(e){for(var t={data:e.data},n=t;e=e.next;)n=n.next={data:e.data};return t}var fe=so.prototype=Lr.prototype;fe.copy=function(){var e=new Lr(this._x,this._y,this._x0,this._y0,this._x1,this._y1),t=this._root,n,o;if(!t)return e;if(!t.length)return e._root=Yi(t),e;for(n=[{source:t,target:e._root=new Array(4)}];t=n.pop();)for(var r=0;r<4;++r)(o=t.source[r])&&(o.length?n.push({source:o,target:t.target[r]=new Array(4)}):t.target[r]=Yi(o));return e};fe.add=Rd;fe.addAll=Fd;fe.cover=Id;fe.data=jd;fe.extent=Hd;fe.find=Ud;fe.remove=Gd;fe.removeAll=qd;fe.root=Wd;fe.size=Vd;fe.visit=Xd;fe.visitAfter=Yd;fe.x=Jd;fe.y=Qd;var ef={value:()=>{}};function Dr(){for(var e=0,t=arguments.length,n={},o;e<t;++e){if(!(o=arguments[e]+"")||o in n||/[\s.]/.test(o))throw new Error("illegal type: "+o);n[o]=[]}return new io(n)}function io(e){this._=e}function tf(e,t){return e.trim().split(/^|\s+/).map(function(n){var o="",r=n.indexOf(".");if(r>=0&&(o=n.slice(r+1),n=n.slice(0,r)),n&&!t.hasOwnProperty(n))throw new Error("unknown type: "+n);return{type:n,name:o}})}io.prototype=Dr.prototype={constructor:io,on:function(e,t){var n=this._,o=tf(e+"",n),r,a=-1,s=o.length;if(arguments.length<2){for(;++a<s;)if((r=(e=o[a]).type)&&(r=nf(n[r],e.name)))return r;return}if(t!=null&&typeof t!="function")throw new Error("invalid callback: "+t);for(;++a<s;)if(r=(e=o[a]).type)n[r]=Ji(n[r],e.name,t);else if(t==null)for(r in n)n[r]=Ji(n[r],e.name,null);return this},copy:function(){var e={},t=this._;for(var n in t)e[n]=t[n].slice();return new io(e)},call:function(e,t){if((r=arguments.length-2)>0)for(var n=new Array(r),o=0,r,a;o<r;++o)n[o]=arguments[o+2];if(!this._.hasOwnProperty(e))throw new Error("unknown type: "+e);for(a=this._[e],o=0,r=a.length;o<r;++o)a[o].value.apply(t,n)},apply:function(e,t,n){if(!this._.hasOwnProperty(e))throw new Error("unknown type: "+e);for(var o=this._[e],r=0,a=o.length;r<a;++r)o[r].value.apply(t,n)}};function nf(e,t){for(var n=0,o=e.length,r;n<o;++n)if((r=e[n]).name===t)return r.value}function Ji(e,t,n){for(var o=0,r=e.length;o<r;++o)if(e[o].name===t){e[o]=ef,e=e.slice(0,o).concat(e.slice(o+1));break}return n!=null&&e.push({name:t,value:n}),e}var Mt=0,fn=0,dn=0,Qi=1e3,lo,pn,co=0,ft=0,uo=0,mn=typeof performance=="object"&&performance.now?performance:Date,el=typeof window=="object"&&window.requestAnimationFrame?window.requestAnimationFrame.bind(window):function(e){setTimeout(e,17)};function tl(){return ft||(el(of),ft=mn.now()+uo)}function of(){ft=0}function Br(){this._call=this._time=this._next=null}Br.prototype=Fr.prototype={constructor:Br,restart:function(e,t,n){if(typeof e!="function")throw new TypeError("callback is not a function");n=(n==null?tl():+n)+(t==null?0:+t),!this._next&&pn!==this&&(pn?pn._next=this:lo=this,pn=this),this._call=e,this._time=n,Rr()},stop:function(){this._call&&(this._call=null,this._time=1/0,Rr())}};function Fr(e,t,n){var o=new Br;return o.restart(e,t,n),o}function rf(){tl(),++Mt;for(var e=lo,t;e;)(t=ft-e._time)>=0&&e._call.call(void 0,t),e=e._next;--Mt}function Zi(){ft=(co=mn.now())+uo,Mt=fn=0;try{rf()}finally{Mt=0,sf(),ft=0}}function af(){var e=mn.now(),t=e-co;t>Qi&&(uo-=t,co=e)}function sf(){for(var e,t=lo,n,o=1/0;t;)t._call?(o>t._time&&(o=t._time),e=t,t=t._next):(n=t._next,t._next=null,t=e?e._next=n:lo=n);pn=e,Rr(o)}function Rr(e){if(!Mt){fn&&(fn=clearTimeout(fn));var t=e-ft;t>24?(e<1/0&&(fn=setTimeout(Zi,Math.ceil(e-mn.now()-uo)+1)),dn&&(dn=clearInterval(dn))):(dn||(co=mn.now(),dn=setInterval(af,Qi)),Mt=1,el(Zi))}}function pe(e){return function(){return e}}function Je(e){return(e()-.5)*1e-6}function lf(e){return e.x+e.vx}function cf(e){return e.y+e.vy}function rl(e){var t,n,o,r=1,a=1;typeof e!="function"&&(e=pe(e==null?1:+e));function s(){for(var c,f=t.length,b,p,d,g,h,m,v=0;v<a;++v)for(b=so(t,lf,cf).visitAfter(l),c=0;c<f;++c)p=t[c],h=n[p.index],m=h*h,d=p.x+p.vx,g=p.y+p.vy,b.visit($);function $(k,x,F,W,X){var I=k.data,re=k.r,_=h+re;if(I){if(I.index>p.index){var P=d-I.x-I.vx,L=g-I.y-I.vy,C=P*P+L*L;C<_*_&&(P===0&&(P=Je(o),C+=P*P),L===0&&(L=Je(o),C+=L*L),C=(_-(C=Math.sqrt(C)))/C*r,p.vx+=(P*=C)*(_=(re*=re)/(m+re)),p.vy+=(L*=C)*_,I.vx-=P*(_=1-_),I.vy-=L*_)}return}return x>d+_||W<d-_||F>g+_||X<g-_}}function l(c){if(c.data)return c.r=n[c.data.index];for(var f=c.r=0;f<4;++f)c[f]&&c[f].r>c.r&&(c.r=c[f].r)}function u(){if(t){var c,f=t.length,b;for(n=new Array(f),c=0;c<f;++c)b=t[c],n[b.index]=+e(b,c,t)}}return s.initialize=function(c,f){t=c,o=f,u()},s.iterations=function(c){return arguments.length?(a=+c,s):a},s.strength=function(c){return arguments.length?(r=+c,s):r},s.radius=function(c){return arguments.length?(e=typeof c=="function"?c:pe(+c),u(),s):e},s}function uf(e){return e.index}function nl(e,t){var n=e.get(t);if(!n)throw new Error("node not found: "+t);return n}function al(e){var t=uf,n=b,o,r=pe(30),a,s,l,u,c,f=1;e==null&&(e=[]);function b(m){return 1/Math.min(l[m.source.index],l[m.target.index])}function p(m){for(var v=0,$=e.length;v<f;++v)for(var k=0,x,F,W,X,I,re,_;k<$;++k)x=e[k],F=x.source,W=x.target,X=W.x+W.vx-F.x-F.vx||Je(c),I=W.y+W.vy-F.y-F.vy||Je(c),re=Math.sqrt(X*X+I*I),re=(re-a[k])/re*m*o[k],X*=re,I*=re,W.vx-=X*(_=u[k]),W.vy-=I*_,F.vx+=X*(_=1-_),F.vy+=I*_}function d(){if(s){var m,v=s.length,$=e.length,k=new Map(s.map((F,W)=>[t(F,W,s),F])),x;for(m=0,l=new Array(v);m<$;++m)x=e[m],x.index=m,typeof x.source!="object"&&(x.source=nl(k,x.source)),typeof x.target!="object"&&(x.target=nl(k,x.target)),l[x.source.index]=(l[x.source.index]||0)+1,l[x.target.index]=(l[x.target.index]||0)+1;for(m=0,u=new Array($);m<$;++m)x=e[m],u[m]=l[x.source.index]/(l[x.source.index]+l[x.target.index]);o=new Array($),g(),a=new Array($),h()}}function g(){if(s)for(var m=0,v=e.length;m<v;++m)o[m]=+n(e[m],m,e)}function h(){if(s)for(var m=0,v=e.length;m<v;++m)a[m]=+r(e[m],m,e)}return p.initialize=function(m,v){s=m,c=v,d()},p.links=function(m){return arguments.length?(e=m,d(),p):e},p.id=function(m){return arguments.length?(t=m,p):t},p.iterations=function(m){return arguments.length?(f=+m,p):f},p.strength=function(m){return arguments.length?(n=typeof m=="function"?m:pe(+m),g(),p):n},p.distance=function(m){return arguments.length?(r=typeof m=="function"?m:pe(+m),h(),p):r},p}var df=1664525,ff=1013904223,ol=4294967296;function pf(){let e=1;return()=>(e=(df*e+ff)%ol)/ol}function mf(e){return e.x}function hf(e){return e.y}var gf=10,vf=Math.PI*(3-Math.sqrt(5));function sl(e){var t,n=1,o=.001,r=1-Math.pow(o,1/300),a=0,s=.6,l=new Map,u=Fr(b),c=Dr("tick","end"),f=pf();e==null&&(e=[]);function b(){p(),c.call("tick",t),n<o&&(u.stop(),c.call("end",t))}function p(h){var m,v=e.length,$;h===void 0&&(h=1);for(var k=0;k<h;++k)for(n+=(a-n)*r,l.forEach(function(x){x(n)}),m=0;m<v;++m)$=e[m],$.fx==null?$.x+=$.vx*=s:($.x=$.fx,$.vx=0),$.fy==null?$.y+=$.vy*=s:($.y=$.fy,$.vy=0);return t}function d(){for(var h=0,m=e.length,v;h<m;++h){if(v=e[h],v.index=h,v.fx!=null&&(v.x=v.fx),v.fy!=null&&(v.y=v.fy),isNaN(v.x)||isNaN(v.y)){var $=gf*Math.sqrt(.5+h),k=h*vf;v.x=$*Math.cos(k),v.y=$*Math.sin(k)}(isNaN(v.vx)||isNaN(v.vy))&&(v.vx=v.vy=0)}}function g(h){return h.initialize&&h.initialize(e,f),h}return d(),t={tick:p,restart:function(){return u.restart(b),t},stop:function(){return u.stop(),t},nodes:function(h){return arguments.length?(e=h,d(),l.forEach(g),t):e},alpha:function(h){return arguments.length?(n=+h,t):n},alphaMin:function(h){return arguments.length?(o=+h,t):o},alphaDecay:function(h){return arguments.length?(r=+h,t):+r},alphaTarget:function(h){return arguments.length?(a=+h,t):a},velocityDecay:function(h){return arguments.length?(s=1-h,t):1-s},randomSource:function(h){return arguments.length?(f=h,l.forEach(g),t):f},force:function(h,m){return arguments.length>1?(m==null?l.delete(h):l.set(h,g(m)),t):l.get(h)},find:function(h,m,v){var $=0,k=e.length,x,F,W,X,I;for(v==null?v=1/0:v*=v,$=0;$<k;++$)X=e[$],x=h-X.x,F=m-X.y,W=x*x+F*F,W<v&&(I=X,v=W);return I},on:function(h,m){return arguments.length>1?(c.on(h,m),t):c.on(h)}}}function il(){var e,t,n,o,r=pe(-30),a,s=1,l=1/0,u=.81;function c(d){var g,h=e.length,m=so(e,mf,hf).visitAfter(b);for(o=d,g=0;g<h;++g)t=e[g],m.visit(p)}function f(){if(e){var d,g=e.length,h;for(a=new Array(g),d=0;d<g;++d)h=e[d],a[h.index]=+r(h,d,e)}}function b(d){var g=0,h,m,v=0,$,k,x;if(d.length){for($=k=x=0;x<4;++x)(h=d[x])&&(m=Math.abs(h.value))&&(g+=h.value,v+=m,$+=m*h.x,k+=m*h.y);d.x=$/v,d.y=k/v}else{h=d,h.x=h.data.x,h.y=h.data.y;do g+=a[h.data.index];while(h=h.next)}d.value=g}function p(d,g,h,m){if(!d.value)return!0;var v=d.x-t.x,$=d.y-t.y,k=m-g,x=v*v+$*$;if(k*k/u<x)return x<l&&(v===0&&(v=Je(n),x+=v*v),$===0&&($=Je(n),x+=$*$),x<s&&(x=Math.sqrt(s*x)),t.vx+=v*d.value*o/x,t.vy+=$*d.value*o/x),!0;if(d.length||x>=l)return;(d.data!==t||d.next)&&(v===0&&(v=Je(n),x+=v*v),$===0&&($=Je(n),x+=$*$),x<s&&(x=Math.sqrt(s*x)));do d.data!==t&&(k=a[d.data.index]*o/x,t.vx+=v*k,t.vy+=$*k);while(d=d.next)}return c.initialize=function(d,g){e=d,n=g,f()},c.strength=function(d){return arguments.length?(r=typeof d=="function"?d:pe(+d),f(),c):r},c.distanceMin=function(d){return arguments.length?(s=d*d,c):Math.sqrt(s)},c.distanceMax=function(d){return arguments.length?(l=d*d,c):Math.sqrt(l)},c.theta=function(d){return arguments.length?(u=d*d,c):Math.sqrt(u)},c}function ll(e){var t=pe(.1),n,o,r;typeof e!="function"&&(e=pe(e==null?0:+e));function a(l){for(var u=0,c=n.length,f;u<c;++u)f=n[u],f.vx+=(r[u]-f.x)*o[u]*l}function s(){if(n){var l,u=n.length;for(o=new Array(u),r=new Array(u),l=0;l<u;++l)o[l]=isNaN(r[l]=+e(n[l],l,n))?0:+t(n[l],l,n)}}return a.initialize=function(l){n=l,s()},a.strength=function(l){return arguments.length?(t=typeof l=="function"?l:pe(+l),s(),a):t},a.x=function(l){return arguments.length?(e=typeof l=="function"?l:pe(+l),s(),a):e},a}function cl(e){var t=pe(.1),n,o,r;typeof e!="function"&&(e=pe(e==null?0:+e));function a(l){for(var u=0,c=n.length,f;u<c;++u)f=n[u],f.vy+=(r[u]-f.y)*o[u]*l}function s(){if(n){var l,u=n.length;for(o=new Array(u),r=new Array(u),l=0;l<u;++l)o[l]=isNaN(r[l]=+e(n[l],l,n))?0:+t(n[l],l,n)}}return a.initialize=function(l){n=l,s()},a.strength=function(l){return arguments.length?(t=typeof l=="function"?l:pe(+l),s(),a):t},a.y=function(l){return arguments.length?(e=typeof l=="function"?l:pe(+l),s(),a):e},a}var ul=.01;function dl(){let e=70,t=al().distance(()=>e),n=il().distanceMax(600).theta(1),o=sl().stop().alphaDecay(.03).velocityDecay(.45).force("links",t).force("charge",n).force("collide",rl(14)).force("x",ll().strength(.035)).force("y",cl().strength(.06)),r=0;return{set(a,s){e=60+130*Math.min(1,6/(a.nodes.size+1)),n.strength(-2.2*e),o.nodes([...a.nodes.values()]),t.links([...a.links.values()].filter(l=>!l.goneAt)),r=Math.max(r,s?1:.25)},warm(a){r=Math.max(r,a)},isWarm:()=>r>ul,tick(){return r<=ul?!1:(o.alpha(r).tick(),r=o.alpha(),!0)},find:(a,s,l)=>o.find(a,s,l)}}var fl=.1,bf=4,pl=6,$f=250,ml=(e,t,n)=>Math.min(n,Math.max(t,e));function hl(e,t,n){let o=e.getContext("2d"),r=dl(),a=matchMedia("(prefers-reduced-motion: reduce)"),s={graph:t,view:{x:0,y:0,k:1},ratio:1,width:1,height:1,focus:null,selected:null,hovered:null,groups:[],byWeight:[],colors:Mr(e),font:"12px system-ui, sans-serif"},l=0,u=!0,c=!1,f=!0,b="bytes",p=null,d=()=>{l||(l=requestAnimationFrame(g))};function g(){l=0;let _=!c&&r.tick();u&&h(_?.2:1),zr(o,s),e.dataset.moving=String(_),_&&d()}function h(_){let[P,L,C,Pe]=[1/0,-1/0,1/0,-1/0];for(let{x:pt,y:Wr}of t.nodes.values())P=Math.min(P,pt),L=Math.max(L,pt),C=Math.min(C,Wr),Pe=Math.max(Pe,Wr);if(P>L)return;let{width:Ur,height:Gr,view:qr}=s,mo=ml(Math.min((Ur-80)/(L-P+1),(Gr-80)/(Pe-C+1)),fl,1.4),Ml={k:mo,x:Ur/2-mo*(P+L)/2,y:Gr/2-mo*(C+Pe)/2};for(let pt of["k","x","y"])qr[pt]+=(Ml[pt]-qr[pt])*_}function m(_,P,L){let{view:C}=s,Pe=ml(C.k*L,fl,bf);C.x=_-(_-C.x)*Pe/C.k,C.y=P-(P-C.y)*Pe/C.k,C.k=Pe,u=!1,d()}let v=({offsetX:_,offsetY:P})=>({x:(_-s.view.x)/s.view.k,y:(P-s.view.y)/s.view.k});function $(_){let{x:P,y:L}=v(_),C=r.find(P,L,14+pl/s.view.k);return C&&Math.hypot(C.x-P,C.y-L)<=C.radius+pl/s.view.k?C:null}function k(_,P){e.classList.toggle("over-node",_!==null),_!==s.hovered&&(s.hovered=_,ro(s),d()),n.hover(_,P.offsetX,P.offsetY)}function x(_){let P=Math.hypot(_.offsetX-p.fromX,_.offsetY-p.fromY);if(!(!p.isMoved&&P<4)){if(p.isMoved=!0,p.node){let{x:L,y:C}=v(_);Object.assign(p.node,c?{x:L,y:C}:{fx:L,fy:C}),r.warm(.2)}else s.view.x=p.viewX+_.offsetX-p.fromX,s.view.y=p.viewY+_.offsetY-p.fromY;u=!1,d()}}let F={pointermove(_){p?x(_):k($(_),_)},pointerdown(_){_.button===0&&(p={node:$(_),fromX:_.offsetX,fromY:_.offsetY,viewX:s.view.x,viewY:s.view.y,isMoved:!1},_.pointerType!=="touch"&&e.setPointerCapture(_.pointerId))},pointerup(){p&&(p.isMoved||n.select(p.node),W())},pointercancel:()=>W(),pointerleave(_){k(null,_)},wheel(_){_.ctrlKey&&(_.preventDefault(),m(_.offsetX,_.offsetY,Math.exp(-_.deltaY/300)))}};function W(){p?.node&&(delete p.node.fx,delete p.node.fy),p=null}function X(){s.ratio=Math.min(2,devicePixelRatio||1),s.width=e.clientWidth,s.height=e.clientHeight,e.width=Math.round(s.width*s.ratio),e.height=Math.round(s.height*s.ratio),u&&h(1),zr(o,s)}function I(){let _=performance.now()+(a.matches?4:1)*$f;for(;performance.now()<_&&r.tick(););h(1)}for(let[_,P]of Object.entries(F))e.addEventListener(_,P,{passive:!1});let re=new ResizeObserver(X);return re.observe(e),{read(_){if(Nr(t,b),_){let P=f&&t.nodes.size>0;r.set(t,P),P&&I(),f=t.nodes.size===0,t.nodes.has(s.selected?.id)||(s.selected=null)}Er(s),d()},setSize(_){b=_,Nr(t,b),Er(s),d()},setStill(_){c=_,d()},setFocus(_,P){s.selected=_,s.focus=P,ro(s),d()},recolor(){s.colors=Mr(e),d()},zoom:_=>m(s.width/2,s.height/2,_),fit(){u=!0,h(1),d()},close(){cancelAnimationFrame(l),re.disconnect();for(let[_,P]of Object.entries(F))e.removeEventListener(_,P)}}}function yf({at:e}){let{node:t,x:n,y:o}=e,r=t.links.map(a=>a.data.rtt_ms).filter(a=>a!=null);return i`
    <div class="tip" aria-hidden="true" style=${{left:`${n+14}px`,top:`${o+14}px`}}>
      <strong>${Le(t)}</strong>
      <span>${ao[Ce(t)]??Ce(t)} · ${le(t.degree,"link")}</span>
      ${t.data.bytes!=null&&i`<span>${z(t.data.bytes)}</span>`}
      ${r.length>0&&i`<span>nearest ${ce(Math.min(...r))}</span>`}
      ${t.data.uptime_s!=null&&i`<span>up for ${se(t.data.uptime_s)}</span>`}
    </div>`}var _f=()=>i`
  <div class="legend">
    <ul aria-label="Nodes">
      ${Object.entries(ao).map(([e,t])=>i`
        <li key=${e}><span class=${`node-mark ${e}`}></span>${t}</li>`)}
    </ul>
    <ul aria-label="Links">
      ${Object.entries(ji).map(([e,t])=>i`
        <li key=${e} title=${t}><span class=${`swatch ${e}`}></span>${e}
          <span class="muted legend-note">${t}</span></li>`)}
      <li class="muted">thicker: more traffic</li>
    </ul>
  </div>`;function xf(e,t){return t?new Set(Ge.value.filter(n=>kt(n,t))):e?new Set([e,...e.links.map(n=>qt(n,e))]):null}function wf(){let e=Ge.value,t=n=>e.filter(o=>Ce(o)===n).length;return`${le(e.length,"node")}, ${le(ye.links.size,"link")}; ${t("connected")} connected to this one, ${t("lost")} lost. The table below has the same data.`}function kf(e,t,n,o){A(()=>{let r=hl(e.current,ye,{select:o,hover:(s,l,u)=>n(s&&{node:s,x:l,y:u})});t.current=r,r.read(!0);let a=matchMedia("(prefers-color-scheme: dark)");return a.addEventListener("change",r.recolor),()=>{a.removeEventListener("change",r.recolor),r.close()}},[])}function Sf({view:e,by:t,setBy:n}){let o=(r,a,s)=>i`
    <button type="button" class="button small square" aria-label=${a}
      title=${a} onClick=${s}><${ae} name=${r} /></button>`;return i`
    <div class="card-head">
      <h2 id="topology-title">Topology</h2>
      <span class="spring"></span>
      <label class="offscreen" for="topology-search">Search nodes</label>
      <input id="topology-search" class="search" type="search" autocomplete="off"
        placeholder="Name or id" value=${qn.value}
        onInput=${r=>{qn.value=r.target.value}} />
      <label class="offscreen" for="topology-size">Size of nodes</label>
      <select id="topology-size" class="narrow" value=${t}
        onChange=${r=>n(r.target.value)}>
        <option value="bytes">Size: bytes held</option>
        <option value="degree">Size: links</option>
      </select>
      <span class="tool-group">
        ${o("minus","Zoom out",()=>e.current.zoom(1/1.4))}
        ${o("plus","Zoom in",()=>e.current.zoom(1.4))}
        ${o("fit","Show all",()=>e.current.fit())}
      </span>
      <button type="button" class="button small" aria-pressed=${String(_e.value)}
        onClick=${()=>bs(!_e.value)}>
        ${_e.value?"Go on":"Pause"}</button>
    </div>`}function gl({selected:e,onSelect:t}){let n=xe(null),o=xe(null),r=xe(Wt.value),[a,s]=E(null),[l,u]=E("bytes"),c=Wn.value;return kf(n,o,s,t),A(()=>{o.current.read(r.current!==Wt.value),r.current=Wt.value},[ke.value]),A(()=>o.current.setFocus(e,xf(e,c)),[e,c,ke.value]),A(()=>o.current.setStill(_e.value),[_e.value]),A(()=>o.current.setSize(l),[l]),A(()=>o.current.recolor(),[St.value]),i`
    <${Sf} view=${o} by=${l} setBy=${u} />
    <div class="picture">
      <canvas ref=${n} role="img" aria-label=${wf()}></canvas>
      ${a&&ye.nodes.has(a.node.id)&&i`<${yf} at=${a} />`}
      ${_e.value&&i`<span class="pill picture-note">Paused${Gn.value?` at ${new Date(Gn.value).toLocaleTimeString()}`:""}</span>`}
    </div>
    <${_f} />`}var Ir=50,Tf={self:0,connected:1,reachable:2,lost:3},Cf={name:e=>`${e.data.name?0:1}${e.data.name??""} ${e.id}`,state:e=>Tf[e.data.state]??9,links:e=>e.degree,blobs:e=>e.data.blobs,bytes:e=>e.data.bytes,uptime:e=>e.data.uptime_s},Pf={name:e=>Le(e.source),to:e=>Le(e.target),rtt:e=>e.data.rtt_ms,loss:e=>e.data.loss,rx:e=>e.data.rx_bps,tx:e=>e.data.tx_bps};function vl(e,t,n,o){return e.map(r=>({it:r,v:t(r),id:o(r)})).sort((r,a)=>{if(r.v==null||a.v==null)return(r.v==null)-(a.v==null);let s=r.v<a.v?-1:+(r.v>a.v);return(n?-s:s)||(r.id<a.id?-1:1)}).map(({it:r})=>r)}var Mf=({node:e,isSelected:t,onSelect:n})=>i`
  <tr class=${t?"selected":""} data-id=${e.id}>
    <th scope="row"><button type="button" class="link-button"
      aria-pressed=${String(t)} onClick=${()=>n(e)}>
      ${Le(e)}</button></th>
    <td><${Or} state=${Ce(e)} /></td>
    <td class="extra"><code title=${e.id}>${O(e.id)}</code></td>
    <td class="num">${e.degree}</td>
    <td class="num extra">${e.data.blobs?.toLocaleString("en-US")??"–"}</td>
    <td class="num" title=${ne(e.data.bytes)}>
      ${e.data.bytes==null?"–":z(e.data.bytes)}</td>
    <td class="num extra">${e.data.uptime_s==null?"–":se(e.data.uptime_s)}</td>
    <td class="extra">${T(e.data.version)||"–"}</td>
  </tr>`,Nf=e=>i`
  <tr>
    <${q} name="name" label="Node" ...${e} />
    <${q} name="state" label="State" ...${e} />
    <th scope="col" class="extra">Id</th>
    <${q} name="links" label="Links" className="num" ...${e} />
    <${q} name="blobs" label="Blobs" className="num extra" ...${e} />
    <${q} name="bytes" label="Holds" className="num" ...${e} />
    <${q} name="uptime" label="Up for" className="num extra" ...${e} />
    <th scope="col" class="extra">Version</th>
  </tr>`;function Ef({link:e,onSelect:t}){let n=e.data,o=D.value==="bits",r=a=>i`
    <button type="button" class="link-button"
      onClick=${()=>t(a)}>${Le(a)}</button>`;return i`
    <tr>
      <th scope="row">${r(e.source)}</th>
      <td>${r(e.target)}</td>
      <td><${Vi} look=${un(e)} /></td>
      <td class="num">${ce(n.rtt_ms)}</td>
      <td class="num">${ze(n.loss)}</td>
      <td class="num extra">${Ae(n.rx_bps,o)}</td>
      <td class="num extra">${Ae(n.tx_bps,o)}</td>
      <td class="extra">${T(n.path)||"–"}</td>
    </tr>`}var zf=e=>i`
  <tr>
    <${q} name="name" label="From" ...${e} />
    <${q} name="to" label="To" ...${e} />
    <th scope="col">Link</th>
    <${q} name="rtt" label="RTT" className="num" ...${e} />
    <${q} name="loss" label="Loss" className="num" ...${e} />
    <${q} name="rx" label="In" className="num extra" ...${e} />
    <${q} name="tx" label="Out" className="num extra" ...${e} />
    <th scope="col" class="extra">Path</th>
  </tr>`,bl={key:"name",isDown:!1},Af=["links","blobs","bytes","uptime","rx","tx"];function $l({selected:e,onSelect:t}){let[n,o]=E(!1),[r,a]=E(bl),[s,l]=E(Ir),u=Wn.value,c=ke.value,f=g=>a(r.key===g?{key:g,isDown:!r.isDown}:{key:g,isDown:Af.includes(g)}),b=g=>{o(g),a(bl),l(Ir)},p=n?vl(tr.value.filter(g=>kt(g.source,u)||kt(g.target,u)),Pf[r.key],r.isDown,g=>g.key):vl(Ge.value.filter(g=>kt(g,u)),Cf[r.key],r.isDown,g=>g.id),d={sorting:r,onSort:f};return i`
    <div class="card-head">
      <div class="segments" role="group" aria-label="Rows of the table">
        <button type="button" class="button small" aria-pressed=${String(!n)}
          onClick=${()=>b(!1)}>Nodes (${Ge.value.length})</button>
        <button type="button" class="button small" aria-pressed=${String(n)}
          onClick=${()=>b(!0)}>Links (${tr.value.length})</button>
      </div>
    </div>
    <table class="table topology-table">
      <caption class="offscreen">${n?"Links":"Nodes"} of the topology</caption>
      <thead>${n?i`<${zf} ...${d} />`:i`<${Nf} ...${d} />`}</thead>
      <tbody>
        ${p.slice(0,s).map(g=>n?i`<${Ef} key=${g.key} link=${g} at=${c} onSelect=${t} />`:i`<${Mf} key=${g.id} node=${g} at=${c} onSelect=${t}
              isSelected=${e===g} />`)}
      </tbody>
    </table>
    ${!p.length&&i`<p class="muted">Nothing is like that.</p>`}
    ${p.length>s&&i`
      <div class="pager"><button type="button" class="button small"
        onClick=${()=>l(s+6*Ir)}>
        Show more (${p.length-s} left)</button></div>`}`}var fo=e=>Rn("topology",e?.id),Of=()=>i`
  <div class="details muted">
    <p>Choose a node, in the picture or in the table, to see its links.</p>
    <${R} text=${N("GET",y.topology())} what="Curl command"
      label="curl" />
  </div>`;function yl(){A(vs,[]);let e=Ge.value.length,t=ye.nodes.get(te.value.id)??null;return i`
    <main class="page topology" id="main" tabindex="-1">
      ${wt.value&&i`
        <${j} problem=${wt.value}
          doing="Reading the topology:" onRetry=${Qo} />`}
      ${e>0&&i`
        <section class="card picture-card" aria-labelledby="topology-title">
          <${gl} selected=${t} onSelect=${fo} />
        </section>
        <section class="card details-card" aria-label="The chosen node"
          aria-live="off">
          ${t?i`<${Xi} node=${t} at=${ke.value}
            onSelect=${fo} onClose=${()=>fo(null)} />`:i`<${Of} />`}
        </section>
        <section class="card table-card" aria-label="Table of the topology">
          <${$l} selected=${t} onSelect=${fo} />
        </section>`}
      ${!e&&!wt.value&&i`
        <section class="card"><h2 id="topology-title">Topology</h2>
          <p class="muted">Reading…</p></section>`}
    </main>`}var po=w(null),hn=w(null);async function Lf(){try{po.value=await M("GET",y.transferStats()),hn.value=null}catch(e){hn.value=e}}var{watch:_l,now:xl}=ee(Lf,2e3);var wl=[{key:"seconds",title:"2 min",name:"2 minutes",points:120},{key:"minutes",title:"24 h",name:"24 hours",points:1440}],jr=8;function Df(e,t,n){let o=e[t].map(r=>r/e.step_s);return[...Array(Math.max(0,n-o.length)).fill(null),...o]}function Bf({span:e}){let t=po.value[e.key],n=r=>ve(r,D.value==="bits"),o=(r,a)=>i`
    <${dt} name=${r} values=${Df(t,a,e.points)}
      format=${n} span=${`the last ${e.name}`} />`;return i`<div class="sparks">${o("In","in")}${o("Out","out")}</div>`}var Rf=({p:e})=>i`
  <tr data-id=${e.id}>
    <th scope="row"><a href=${K("peers",e.id)}>
      ${T(_t(e.id))||O(e.id)}</a></th>
    <td class="num" title=${ne(e.in)}>${z(e.in)}</td>
    <td class="num" title=${ne(e.out)}>${z(e.out)}</td>
  </tr>`,Ff=({s:e})=>i`
  <table class="table dense totals">
    <caption class="offscreen">Bytes since the node started</caption>
    <thead><tr><th scope="col">Since the start</th><th scope="col" class="num">In</th>
      <th scope="col" class="num">Out</th></tr></thead>
    <tbody>
      <tr class="all"><th scope="row">In all</th>
        <td class="num" title=${ne(e.totals.in)}>${z(e.totals.in)}</td>
        <td class="num" title=${ne(e.totals.out)}>${z(e.totals.out)}</td></tr>
      ${e.peers.slice(0,jr).map(t=>i`<${Rf} key=${t.id} p=${t} />`)}
    </tbody>
  </table>
  ${e.peers.length>jr&&i`<p class="muted small-print">and${" "}
    ${e.peers.length-jr} more</p>`}`;function If({span:e}){let t=po.value;return t?i`<${Bf} span=${e} /><${Ff} s=${t} />`:hn.value?i`<${j} problem=${hn.value} doing="Reading the speed:"
        onRetry=${xl} />`:i`<p class="muted">Reading…</p>`}function kl(){let[e,t]=E(wl[0]);return A(_l,[]),i`
    <section class="card speed-card" aria-labelledby="speed-title">
      <div class="card-head">
        <h2 id="speed-title">Speed</h2>
        <span class="spring"></span>
        <div class="segments" role="group" aria-label="Time shown">${wl.map(n=>i`
          <button type="button" class="button small" key=${n.key}
            title=${`The last ${n.name}`} aria-pressed=${String(n===e)}
            onClick=${()=>t(n)}>${n.title}</button>`)}</div>
        <${R} text=${N("GET",y.transferStats())}
          what="Curl command" label="curl" />
      </div>
      <${If} span=${e} />
    </section>`}var jf=50,Hr=w(null),gn=w(null);async function Hf(){try{let e=await M("GET",y.transfers({direction:"upload",limit:jf}));Hr.value=e.items,gn.value=null}catch(e){gn.value=e}}var{watch:Sl,now:Tl}=ee(Hf,2e3);var Uf=({u:e})=>{let t=e.state==="running";return i`
    <li class="upload-to" data-id=${e.id} data-state=${e.state}>
      <div class="transfer-head">
        <span class=${`state ${t?"busy":""}`}>${t?"Sending":"Ended"}</span>
        <a class="source-name" href=${K("peers",e.peer)} title=${e.peer}>
          ${T(_t(e.peer))||O(e.peer)}</a>
      </div>
      <p class="facts-line"><code title=${e.hash}>${O(e.hash)}</code>${" · "}
        <span title=${ne(e.bytes)}>${z(e.bytes)}</span>${" · "}${t?`${ve(e.rate_bps,D.value==="bits")} · for ${se((ue.value-Date.parse(e.started))/1e3)}`:Te(e.ended,ue.value)}</p>
    </li>`};function Gf(){let e=Hr.value;if(gn.value&&!e)return i`<${j} problem=${gn.value}
      doing="Reading what is sent:" onRetry=${Tl} />`;if(!e)return i`<p class="muted">Reading…</p>`;if(!e.length)return i`<p class="muted">Nobody has taken a blob from here yet.</p>`;let t=n=>n.state==="running";return i`
    <ul class="uploads-to">${[...e.filter(t),...e.filter(n=>!t(n))].map(n=>i`<${Uf} key=${n.id} u=${n} />`)}</ul>`}function Cl(){return A(Sl,[]),i`
    <section class="card uploads-to-card" aria-labelledby="uploads-to-title">
      <div class="card-head">
        <h2 id="uploads-to-title">Sent to others</h2>
        <span class="spring"></span>
        <${R} text=${N("GET",y.transfers({direction:"upload"}))}
          what="Curl command" label="curl" />
      </div>
      <${Gf} />
    </section>`}function Pl(){return A(Ts,[]),A(In,[]),i`
    <main class="page transfers-page" id="main" tabindex="-1">
      <section class="card" aria-labelledby="transfers-title">
        <div class="card-head">
          <h2 id="transfers-title">Transfers</h2>
          <span class="spring"></span>
          <${R} text=${N("GET",y.transfers())}
            what="Curl command" label="curl" />
        </div>
        <${eo} />
        <${yi} />
      </section>
      <div class="side"><${kl} /><${Cl} /></div>
    </main>`}var qf={overview:Mi,topology:yl,peers:Fi,transfers:Pl,limits:Qs,events:Gs},Wf=e=>{e.preventDefault(),document.getElementById("main").focus()},Vf=()=>i`
  <a class="skip" href="#main" onClick=${Wf}>Skip to the content</a>
  <${Fs} />
  <${qf[te.value.page.name]} />
  <${js} />
  <${Ns} />
  <${Ls} />`;Ms();ko(i`<${Vf} />`,document.getElementById("app"));
